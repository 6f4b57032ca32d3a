package org.shouwang.gates;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads holds and alerts within a scope. */
@Repository
class HoldBoard {

  private static final String HOLDS =
      PassBoard.SCOPE
          + """
          select * from gates.hold
          where (:open::boolean is null or (state <> 'closed') = :open::boolean)
            and (:only::uuid is null or id = :only::uuid)
            and (opened_at, id) < (:before::timestamptz, :beforeId::uuid)
            and (:everywhere or unit_id in (select id from scope))
          order by opened_at desc, id desc
          limit :limit
          """;

  private static final String ALERTS =
      PassBoard.SCOPE
          + """
          select * from gates.alert
          where (:open::boolean is null or (closed_at is null) = :open::boolean)
            and (:only::uuid is null or id = :only::uuid)
            and (opened_at, id) < (:before::timestamptz, :beforeId::uuid)
            and (:everywhere or unit_id in (select id from scope))
          order by opened_at desc, id desc
          limit :limit
          """;

  private static final String OF_PERSON =
      """
      select * from gates.hold where person_id = :person and opened_at < :before
      order by opened_at desc limit :limit
      """;

  private static final String COUNTS =
      """
      select (select count(*) from gates.hold where state <> 'closed') as holds,
             (select count(*) from gates.alert where closed_at is null) as alerts
      """;

  private final JdbcClient jdbc;
  private final GateViews views;

  HoldBoard(JdbcClient jdbc, GateViews views) {
    this.jdbc = jdbc;
    this.views = views;
  }

  /** Which ones, newest first, from before a key. */
  record Wanted(
      @Nullable Boolean open, @Nullable UUID only, Instant before, UUID beforeId, int limit) {

    static Wanted one(UUID id) {
      return new Wanted(null, id, Instant.parse("9999-01-01T00:00:00Z"), TimeKeys.LAST, 1);
    }
  }

  List<GateViews.Hold> holds(Wanted wanted, Scope scope) {
    List<HoldRow> rows = query(HOLDS, wanted, scope).query((row, n) -> hold(row)).list();
    Set<UUID> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.person()));
    Map<UUID, PersonCard> cards = views.cards(ids);
    return rows.stream()
        .map(row -> {
          GateViews.Named place = views.place(row.place());
          return new GateViews.Hold(
              row.id(),
              views.person(row.person(), cards),
              place == null ? new GateViews.Named(row.place(), "") : place,
              views.place(row.room()),
              row.receiver(),
              row.categories(),
              row.openedAt(),
              row.dueAt(),
              row.state(),
              row.outcome(),
              row.note(),
              row.closedAt(),
              row.closedBy());
        })
        .toList();
  }

  List<GateViews.Alert> alerts(Wanted wanted, Scope scope) {
    List<AlertRow> rows = query(ALERTS, wanted, scope).query((row, n) -> alert(row)).list();
    Set<UUID> ids = new HashSet<>();
    rows.stream().map(AlertRow::person).filter(Objects::nonNull).forEach(ids::add);
    Map<UUID, PersonCard> cards = views.cards(ids);
    return rows.stream()
        .map(row ->
            new GateViews.Alert(
                row.id(),
                row.kind(),
                row.cause(),
                views.place(row.place()),
                row.person() == null ? null : views.person(row.person(), cards),
                row.openedAt(),
                row.detail(),
                row.closedAt() == null ? "open" : "closed",
                row.closedAt(),
                row.closedBy(),
                row.note()))
        .toList();
  }

  /** A hold as a person's file tells of it. */
  record Held(
      UUID id,
      UUID place,
      Set<String> categories,
      Instant openedAt,
      @Nullable String outcome,
      @Nullable Instant closedAt,
      @Nullable String closedBy) {}

  List<Held> ofPerson(UUID person, Instant before, int limit) {
    return jdbc
        .sql(OF_PERSON)
        .param("person", person)
        .param("before", before.atOffset(ZoneOffset.UTC))
        .param("limit", limit)
        .query((row, n) -> hold(row))
        .list()
        .stream()
        .map(row ->
            new Held(
                row.id(),
                row.place(),
                row.categories(),
                row.openedAt(),
                row.outcome(),
                row.closedAt(),
                row.closedBy()))
        .toList();
  }

  /** How many holds and alerts are open. */
  record Counts(long holds, long alerts) {}

  Counts counts() {
    return jdbc.sql(COUNTS)
        .query((row, n) -> new Counts(row.getLong("holds"), row.getLong("alerts")))
        .single();
  }

  private JdbcClient.StatementSpec query(String sql, Wanted wanted, Scope scope) {
    return jdbc.sql(sql)
        .param("units", PassBoard.units(scope))
        .param("everywhere", scope.everywhere())
        .param("open", wanted.open())
        .param("only", wanted.only())
        .param("before", wanted.before().atOffset(ZoneOffset.UTC))
        .param("beforeId", wanted.beforeId())
        .param("limit", wanted.limit());
  }

  private record HoldRow(
      UUID id,
      UUID person,
      UUID place,
      @Nullable UUID room,
      @Nullable String receiver,
      Set<String> categories,
      Instant openedAt,
      Instant dueAt,
      String state,
      @Nullable String outcome,
      @Nullable String note,
      @Nullable Instant closedAt,
      @Nullable String closedBy) {}

  private record AlertRow(
      UUID id,
      String kind,
      UUID cause,
      @Nullable UUID place,
      @Nullable UUID person,
      Instant openedAt,
      String detail,
      @Nullable Instant closedAt,
      @Nullable String closedBy,
      @Nullable String note) {}

  private static HoldRow hold(ResultSet row) throws SQLException {
    Set<String> categories = new LinkedHashSet<>();
    Arrays.stream((String[]) row.getArray("reasons").getArray())
        .map(ReasonCode::ofWord)
        .forEach(code -> code.ifPresent(each -> categories.add(each.category().word())));
    return new HoldRow(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getObject("place_id", UUID.class),
        row.getObject("room_id", UUID.class),
        row.getString("receiver"),
        categories,
        row.getTimestamp("opened_at").toInstant(),
        row.getTimestamp("due_at").toInstant(),
        row.getString("state"),
        row.getString("outcome"),
        row.getString("note"),
        instant(row, "closed_at"),
        row.getString("closed_by"));
  }

  private static AlertRow alert(ResultSet row) throws SQLException {
    return new AlertRow(
        row.getObject("id", UUID.class),
        row.getString("kind"),
        row.getObject("cause", UUID.class),
        row.getObject("place_id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getTimestamp("opened_at").toInstant(),
        row.getString("detail"),
        instant(row, "closed_at"),
        row.getString("closed_by"),
        row.getString("note"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
