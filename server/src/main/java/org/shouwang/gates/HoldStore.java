package org.shouwang.gates;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrived;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.ObjectMapper;

/** Opens and closes holds and alerts. */
@Repository
class HoldStore {

  private static final String OPEN =
      """
      insert into gates.hold (id, person_id, unit_id, place_id, room_id, cause, reasons, opened_at,
        due_at, state)
      select id, person_id, unit_id, place_id, room_id, cause, string_to_array(reasons, ','),
        opened_at, due_at, 'open'
      from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::text[],
        ?::timestamptz[], ?::timestamptz[])
        as t(id, person_id, unit_id, place_id, room_id, cause, reasons, opened_at, due_at)
      order by person_id, opened_at
      on conflict (person_id) where state <> 'closed' do nothing
      """;

  private static final String RAISE =
      """
      insert into gates.alert (id, kind, cause, place_id, person_id, unit_id, opened_at, detail)
      select * from unnest(?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[],
        ?::timestamptz[], ?::text[])
      on conflict (kind, cause) do nothing
      """;

  private static final String RAISE_OVERDUE =
      """
      insert into gates.alert (id, kind, cause, place_id, person_id, unit_id, opened_at)
      select uuidv7(), 'hold_overdue', h.id, h.place_id, h.person_id, h.unit_id, :now
      from gates.hold h
      where h.state <> 'closed' and h.due_at < :now
        and not exists (select from gates.alert a where a.kind = 'hold_overdue' and a.cause = h.id)
      on conflict (kind, cause) do nothing
      """;

  private static final String RECEIVE =
      """
      update gates.hold
      set state = 'received', receiver = :receiver, received_at = :now, version = version + 1
      where id = :id and state = 'open'
      """;

  private static final String CLOSE =
      """
      update gates.hold
      set state = 'closed', outcome = :outcome, note = :note, closed_at = :now, closed_by = :by,
          version = version + 1
      where id = :id and state <> 'closed'
      """;

  /** Holds that nothing but a restriction led to; what the guard measured keeps its hold. */
  private static final String LIFT =
      """
      update gates.hold
      set state = 'closed', outcome = 'released', note = :note, closed_at = :now, closed_by = :by,
          version = version + 1
      where person_id = any (:persons::uuid[]) and state <> 'closed'
        and 'restriction_hold' = any (reasons)
        and not reasons && array['temperature_high', 'temperature_high_again', 'colour_yellow',
                                 'colour_orange', 'colour_red', 'trip_risk', 'test_positive']
      returning id
      """;

  private static final String LIFT_OVERDUE =
      """
      update gates.alert set closed_at = :now, closed_by = :by, note = :note
      where kind = 'hold_overdue' and cause = any (:ids::uuid[]) and closed_at is null
      """;

  private static final String CLOSE_ALERT =
      """
      update gates.alert set closed_at = :now, closed_by = :by, note = :note
      where id = :id and closed_at is null
      """;

  private static final String CLOSE_OVERDUE =
      """
      update gates.alert set closed_at = :now, closed_by = :by, note = :note
      where kind = 'hold_overdue' and cause = :id and closed_at is null
      """;

  private final JdbcTemplate batches;
  private final JdbcClient jdbc;
  private final ObjectMapper json;

  HoldStore(JdbcTemplate batches, JdbcClient jdbc, ObjectMapper json) {
    this.batches = batches;
    this.jdbc = jdbc;
    this.json = json;
  }

  /** A hold to open. */
  record Opening(
      UUID person,
      @Nullable UUID unit,
      UUID place,
      @Nullable UUID room,
      UUID cause,
      List<String> reasons,
      Instant at,
      Instant due) {}

  /** An alert to open. */
  record Alert(
      String kind,
      UUID cause,
      @Nullable UUID place,
      @Nullable UUID person,
      @Nullable UUID unit,
      Instant at,
      Map<String, ?> detail) {

    static Alert of(String kind, Arrived fact, @Nullable UUID unit, Map<String, ?> detail) {
      return new Alert(
          kind,
          fact.fact().id(),
          fact.fact().place(),
          fact.person(),
          unit,
          fact.recordedAt(),
          detail);
    }
  }

  /** Opens holds; whoever has an open one keeps that. */
  void open(List<Opening> openings) {
    if (openings.isEmpty()) {
      return;
    }
    arrays(
        OPEN,
        openings,
        List.of(
            new Column<>("uuid", each -> UuidCreator.getTimeOrderedEpoch()),
            new Column<>("uuid", Opening::person),
            new Column<>("uuid", Opening::unit),
            new Column<>("uuid", Opening::place),
            new Column<>("uuid", Opening::room),
            new Column<>("uuid", Opening::cause),
            new Column<>("text", each -> String.join(",", each.reasons())),
            new Column<>("timestamptz", Opening::at),
            new Column<>("timestamptz", Opening::due)));
  }

  /** Opens alerts, once for a cause. */
  void raise(List<Alert> alerts) {
    if (alerts.isEmpty()) {
      return;
    }
    arrays(
        RAISE,
        alerts,
        List.of(
            new Column<>("uuid", each -> UuidCreator.getTimeOrderedEpoch()),
            new Column<>("text", Alert::kind),
            new Column<>("uuid", Alert::cause),
            new Column<>("uuid", Alert::place),
            new Column<>("uuid", Alert::person),
            new Column<>("uuid", Alert::unit),
            new Column<>("timestamptz", Alert::at),
            new Column<>("text", each -> json.writeValueAsString(each.detail()))));
  }

  private record Column<T>(String type, Function<T, @Nullable Object> value) {}

  private <T> void arrays(String sql, List<T> items, List<Column<T>> columns) {
    batches.update(
        sql,
        statement -> {
          for (int i = 0; i < columns.size(); i++) {
            Column<T> column = columns.get(i);
            @Nullable Object[] values = new Object[items.size()];
            for (int n = 0; n < values.length; n++) {
              values[n] = column.value().apply(items.get(n));
            }
            statement.setArray(
                i + 1, statement.getConnection().createArrayOf(column.type(), values));
          }
        });
  }

  int raiseOverdue(Instant now) {
    return jdbc.sql(RAISE_OVERDUE).param("now", now.atOffset(ZoneOffset.UTC)).update();
  }

  boolean receive(UUID id, String receiver, Instant now) {
    return jdbc.sql(RECEIVE)
            .param("id", id)
            .param("receiver", receiver)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  boolean close(UUID id, String outcome, String note, String by, Instant now) {
    boolean closed =
        jdbc.sql(CLOSE)
                .param("id", id)
                .param("outcome", outcome)
                .param("note", note)
                .param("by", by)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update()
            == 1;
    closeAlerts(CLOSE_OVERDUE, id, note, by, now);
    return closed;
  }

  boolean closeAlert(UUID id, String note, String by, Instant now) {
    return closeAlerts(CLOSE_ALERT, id, note, by, now) == 1;
  }

  private int closeAlerts(String sql, UUID id, String note, String by, Instant now) {
    return jdbc.sql(sql)
        .param("id", id)
        .param("note", note)
        .param("by", by)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Closes what only a restriction of these persons led to. Returns the holds. */
  List<UUID> lift(java.util.Collection<UUID> persons, String note, String by, Instant now) {
    List<UUID> lifted =
        jdbc.sql(LIFT)
            .param("persons", org.shouwang.storage.Columns.texts(persons, id -> id))
            .param("note", note)
            .param("by", by)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .query(UUID.class)
            .list();
    if (!lifted.isEmpty()) {
      jdbc.sql(LIFT_OVERDUE)
          .param("ids", org.shouwang.storage.Columns.texts(lifted, id -> id))
          .param("note", note)
          .param("by", by)
          .param("now", now.atOffset(ZoneOffset.UTC))
          .update();
    }
    return lifted;
  }
}
