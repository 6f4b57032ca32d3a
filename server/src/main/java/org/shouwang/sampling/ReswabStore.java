package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes who must be swabbed again. */
@Repository
class ReswabStore {

  private static final String INSERT =
      """
      insert into sampling.reswab (key, person_id, tube, cause, reason, alone, since)
      select key, person, :tube, :cause, :reason, :alone, :since
      from unnest(:keys::text[], :persons::uuid[]) as t(key, person)
      on conflict do nothing
      """;

  private static final String END =
      """
      update sampling.reswab r set ended_at = :now
      from unnest(:persons::uuid[], :swabs::uuid[]) as n(person, swab)
      where r.person_id = n.person and r.ended_at is null and r.alone
      returning n.swab, r.key
      """;

  private static final String CANCEL =
      """
      update sampling.reswab set ended_at = :now where cause = :cause and ended_at is null
      returning key
      """;

  private final JdbcClient jdbc;

  ReswabStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(Reswabs.Why why, List<SwabRow> members) {
    jdbc.sql(INSERT)
        .param("tube", why.tube())
        .param("cause", why.cause())
        .param("reason", why.reason())
        .param("alone", why.alone())
        .param("since", time(why.since()))
        .param("keys", texts(members, it -> Reswabs.key(why.cause(), it.person())))
        .param("persons", texts(members, SwabRow::person))
        .update();
  }

  /** Keys of what was ended, by the swab that did it. */
  Map<UUID, List<String>> end(Map<UUID, UUID> acts, Instant now) {
    Map<UUID, List<String>> keys = new HashMap<>();
    jdbc.sql(END)
        .param("now", time(now))
        .param("persons", texts(acts.keySet(), it -> it))
        .param("swabs", texts(acts.keySet(), acts::get))
        .query(row -> {
          keys.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
              .add(row.getString(2));
        });
    return keys;
  }

  List<String> cancel(UUID cause, Instant now) {
    return jdbc.sql(CANCEL)
        .param("cause", cause)
        .param("now", time(now))
        .query(String.class)
        .list();
  }
}
