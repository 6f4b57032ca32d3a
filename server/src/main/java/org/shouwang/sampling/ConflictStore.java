package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes conflicts. */
@Repository
class ConflictStore {

  private static final String OF_TUBES =
      """
      select * from sampling.conflict
      where tube = any(:tubes::text[]) and state in ('open', 'resolved')
      """;

  private static final String OF_PERSONS =
      """
      select * from sampling.conflict
      where person_id = any(:persons::uuid[]) and state in ('open', 'resolved')
      """;

  private static final String OPEN =
      """
      insert into sampling.conflict (id, key, kind, tube, person_id, round_id, swabs, opened_at,
        state)
      select id, key, kind, tube, person, round, swabs::uuid[], :at, 'open'
      from unnest(:ids::uuid[], :keys::text[], :kinds::text[], :tubes::text[], :persons::uuid[],
        :rounds::uuid[], :swabs::text[]) as t(id, key, kind, tube, person, round, swabs)
      on conflict do nothing
      """;

  private static final String CHANGE =
      """
      update sampling.conflict c set swabs = n.swabs::uuid[]
      from unnest(:ids::uuid[], :swabs::text[]) as n(id, swabs)
      where c.id = n.id and c.state = 'open'
      """;

  private static final String LAPSE =
      """
      update sampling.conflict set state = 'lapsed', closed_at = :at
      where id = any(:ids::uuid[]) and state = 'open'
      """;

  private static final String RESOLVE =
      """
      update sampling.conflict set state = 'resolved', outcome = :outcome, reason = :reason,
        counts = :counts::uuid[], closed_at = :at, closed_by = :by, closed_act = :act
      where id = :id and state = 'open'
      """;

  private final JdbcClient jdbc;

  ConflictStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A conflict as kept. */
  record Kept(
      UUID id,
      String key,
      String kind,
      String tube,
      @Nullable UUID person,
      @Nullable UUID round,
      List<UUID> swabs,
      String state) {

    boolean open() {
      return state.equals("open");
    }

    Kept with(List<UUID> swabs) {
      return new Kept(id, key, kind, tube, person, round, swabs, state);
    }

    private String array() {
      return swabs.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }
  }

  List<Kept> ofTubes(Collection<String> tubes) {
    return list(jdbc.sql(OF_TUBES).param("tubes", texts(tubes, it -> it)));
  }

  List<Kept> ofPersons(Collection<UUID> persons) {
    return list(jdbc.sql(OF_PERSONS).param("persons", texts(persons, it -> it)));
  }

  private static List<Kept> list(JdbcClient.StatementSpec query) {
    return query
        .query((row, n) ->
            new Kept(
                row.getObject("id", UUID.class),
                row.getString("key"),
                row.getString("kind"),
                row.getString("tube"),
                row.getObject("person_id", UUID.class),
                row.getObject("round_id", UUID.class),
                List.of((UUID[]) row.getArray("swabs").getArray()),
                row.getString("state")))
        .list();
  }

  void open(List<Kept> conflicts, Instant at) {
    if (conflicts.isEmpty()) {
      return;
    }
    jdbc.sql(OPEN)
        .param("at", time(at))
        .param("ids", texts(conflicts, Kept::id))
        .param("keys", texts(conflicts, Kept::key))
        .param("kinds", texts(conflicts, Kept::kind))
        .param("tubes", texts(conflicts, Kept::tube))
        .param("persons", texts(conflicts, Kept::person))
        .param("rounds", texts(conflicts, Kept::round))
        .param("swabs", texts(conflicts, Kept::array))
        .update();
  }

  void change(List<Kept> conflicts) {
    if (!conflicts.isEmpty()) {
      jdbc.sql(CHANGE)
          .param("ids", texts(conflicts, Kept::id))
          .param("swabs", texts(conflicts, Kept::array))
          .update();
    }
  }

  void lapse(List<UUID> ids, Instant at) {
    if (!ids.isEmpty()) {
      jdbc.sql(LAPSE).param("ids", texts(ids, it -> it)).param("at", time(at)).update();
    }
  }

  /**
   * How a person judged.
   *
   * @param counts the swabs that count; empty unless that was the question
   */
  record Judged(String outcome, String reason, List<UUID> counts, String by, UUID act) {}

  boolean resolve(UUID id, Judged judged, Instant at) {
    return jdbc.sql(RESOLVE)
            .param("id", id)
            .param("outcome", judged.outcome())
            .param("reason", judged.reason())
            .param("counts", texts(judged.counts(), it -> it))
            .param("at", time(at))
            .param("by", judged.by())
            .param("act", judged.act())
            .update()
        == 1;
  }
}
