package org.shouwang.incidents;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Signals as rows. */
@Repository
class SignalStore {

  private static final String TAKE =
      """
      insert into incidents.signal as known (id, kind, key, at, received_at, caller, what, place_id,
        link, cause, by_name, state)
      values (:id, :kind, :key, :at, :received, :caller, :what, :place, :link, :cause, :by, 'open')
      on conflict (key) do update set times = known.times + 1
      returning *
      """;

  private static final String LIST =
      """
      select * from incidents.signal
      where (received_at, id) < (:before::timestamptz, :beforeId::uuid)
        and (:state::text is null or state = :state)
      order by received_at desc, id desc limit :limit
      """;

  private static final String JUDGE =
      """
      update incidents.signal
      set state = :state, incident_id = :incident, judged_at = :at, judged_by = :by, why = :why
      where id = :id and state = 'open'
      """;

  private static final String OF_INCIDENTS =
      """
      select * from incidents.signal where incident_id = any (:ids::uuid[])
      order by received_at, id
      """;

  private final JdbcClient jdbc;

  SignalStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Takes a signal; the same key again is the same signal, once more, whose row comes back. */
  Signal take(Signal signal) {
    return jdbc.sql(TAKE)
        .param("id", signal.id())
        .param("kind", signal.kind().key())
        .param("key", signal.key())
        .param("at", time(signal.at()))
        .param("received", time(signal.receivedAt()))
        .param("caller", signal.caller())
        .param("what", signal.what())
        .param("place", signal.place())
        .param("link", signal.link())
        .param("cause", signal.cause())
        .param("by", signal.by())
        .query((row, n) -> signal(row))
        .single();
  }

  Optional<Signal> one(UUID id) {
    return jdbc.sql("select * from incidents.signal where id = :id")
        .param("id", id)
        .query((row, n) -> signal(row))
        .optional();
  }

  List<Signal> list(Signal.@Nullable State state, TimeKeys before, int limit) {
    return jdbc.sql(LIST)
        .param("before", time(before.at()))
        .param("beforeId", before.id())
        .param("state", state == null ? null : state.key())
        .param("limit", limit)
        .query((row, n) -> signal(row))
        .list();
  }

  long open() {
    return jdbc.sql("select count(*) from incidents.signal where state = 'open'")
        .query(Long.class)
        .single();
  }

  /** Returns false when somebody else judged it. */
  boolean judge(
      UUID id,
      Signal.State state,
      @Nullable UUID incident,
      @Nullable String why,
      String by,
      Instant at) {
    return jdbc.sql(JUDGE)
            .param("id", id)
            .param("state", state.key())
            .param("incident", incident)
            .param("why", why)
            .param("by", by)
            .param("at", time(at))
            .update()
        == 1;
  }

  List<Signal> of(Collection<UUID> incidents) {
    return jdbc.sql(OF_INCIDENTS)
        .param("ids", texts(incidents, it -> it))
        .query((row, n) -> signal(row))
        .list();
  }

  private static Signal signal(ResultSet row) throws SQLException {
    return new Signal(
        row.getObject("id", UUID.class),
        Signal.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("key"),
        row.getTimestamp("at").toInstant(),
        row.getTimestamp("received_at").toInstant(),
        row.getString("caller"),
        row.getString("what"),
        row.getObject("place_id", UUID.class),
        row.getString("link"),
        row.getObject("cause", UUID.class),
        row.getInt("times"),
        row.getString("by_name"),
        Signal.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getObject("incident_id", UUID.class),
        IncidentStore.instant(row, "judged_at"),
        row.getString("judged_by"),
        row.getString("why"));
  }
}
