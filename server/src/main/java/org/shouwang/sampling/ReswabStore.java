package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
      from unnest(:persons::uuid[], :swabs::uuid[], :ats::timestamptz[]) as n(person, swab, at)
      where r.person_id = n.person and r.ended_at is null and r.alone and n.at >= r.since
      returning n.swab, r.key
      """;

  private static final String CANCEL_OF =
      """
      update sampling.reswab r set ended_at = :now
      from unnest(:tubes::text[], :persons::uuid[]) as n(tube, person)
      where r.person_id = n.person and r.tube = n.tube and r.ended_at is null
      returning r.key
      """;

  private static final String CAUSE =
      """
      select cause from sampling.reswab where tube = :tube and reason = :reason
      order by since desc limit 1
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
  Map<UUID, List<String>> end(List<SwabStore.Single> acts, Instant now) {
    Map<UUID, List<String>> keys = new HashMap<>();
    jdbc.sql(END)
        .param("now", time(now))
        .param("persons", texts(acts, SwabStore.Single::person))
        .param("swabs", texts(acts, SwabStore.Single::swab))
        .param("ats", texts(acts, SwabStore.Single::at))
        .query(row -> {
          keys.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
              .add(row.getString(2));
        });
    return keys;
  }

  /** Keys of what was asked of persons because of tubes. */
  List<String> cancel(Map<String, Set<UUID>> of, Instant now) {
    List<String> tubes = new ArrayList<>();
    List<UUID> persons = new ArrayList<>();
    of.forEach((tube, its) ->
        its.forEach(person -> {
          tubes.add(tube);
          persons.add(person);
        }));
    return jdbc.sql(CANCEL_OF)
        .param("tubes", texts(tubes, it -> it))
        .param("persons", texts(persons, it -> it))
        .param("now", time(now))
        .query(String.class)
        .list();
  }

  /** What others of a tube were asked because of. */
  Optional<UUID> cause(String tube, String reason) {
    return jdbc.sql(CAUSE).param("tube", tube).param("reason", reason).query(UUID.class).optional();
  }

  List<String> cancel(UUID cause, Instant now) {
    return jdbc.sql(CANCEL)
        .param("cause", cause)
        .param("now", time(now))
        .query(String.class)
        .list();
  }
}
