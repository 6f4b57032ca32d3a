package org.shouwang.status;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** By which editions everybody was judged, and how far judging anew has come. */
@Repository
class JudgedStore {

  /** Held until the commit; an instance that doesn't get it leaves the work to the other. */
  private static final String TURN =
      """
      update status.judged j set wanted = :digest,
        reached = case when j.wanted = :digest then j.reached end
      from (select only_row from status.judged
            where editions <> :digest for update skip locked) mine
      where j.only_row = mine.only_row
      returning coalesce(j.reached, '00000000-0000-0000-0000-000000000000'::uuid)
      """;

  private static final String NEXT =
      "select person_id from status.person where person_id > :after order by person_id limit :limit";

  private static final String REACHED = "update status.judged set reached = :reached";

  private static final String DONE =
      "update status.judged set editions = wanted, reached = null where wanted = :digest";

  private final JdbcClient jdbc;

  JudgedStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The last person judged by these editions; empty when there is nothing to do for us. */
  Optional<UUID> turn(String digest) {
    return jdbc.sql(TURN).param("digest", digest).query(UUID.class).optional();
  }

  List<UUID> next(@Nullable UUID after, int limit) {
    return jdbc.sql(NEXT).param("after", after).param("limit", limit).query(UUID.class).list();
  }

  void reached(UUID person) {
    jdbc.sql(REACHED).param("reached", person).update();
  }

  void done(String digest) {
    jdbc.sql(DONE).param("digest", digest).update();
  }
}
