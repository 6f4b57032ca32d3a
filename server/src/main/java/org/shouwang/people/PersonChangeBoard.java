package org.shouwang.people;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Changes of persons. */
@Repository
class PersonChangeBoard {

  private static final String CHANGES =
      """
      select at, source, what,
        coalesce((select string_agg(k, ', ') from jsonb_object_keys(fields) as t(k)), '')
      from people.person_change
      where person_id = :person and (:before::timestamptz is null or at < :before::timestamptz)
      order by at desc limit :limit
      """;

  private final JdbcClient jdbc;

  PersonChangeBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Change(Instant at, String source, String what, String fields) {}

  List<Change> changes(UUID person, @Nullable Instant before, int limit) {
    return jdbc.sql(CHANGES)
        .param("person", person)
        .param("before", before == null ? null : before.toString())
        .param("limit", limit)
        .query((row, number) -> {
          Timestamp at = row.getTimestamp(1);
          return new Change(at.toInstant(), row.getString(2), row.getString(3), row.getString(4));
        })
        .list();
  }
}
