package org.shouwang.gates;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shouwang.gates.Gates.Count;
import org.shouwang.gates.Gates.Wanted;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Counts passes, holds and alerts of a day, and lists what was counted. */
@Repository
class AccountBoard {

  private static final String FEVER = "reasons is not null and reasons like '%temperature_high%'";

  /** From the tallies: as cheap with a million passes as with ten. */
  private static final String OF_ALL =
      """
      select coalesce(sum(passes) filter (where action = 'pass' and not outward), 0) as went_in,
             coalesce(sum(passes) filter (where action = 'pass' and outward), 0) as went_out,
             coalesce(sum(passes) filter (where action = 'hold'), 0) as held,
             coalesce(sum(passes) filter (where action = 'deny'), 0) as denied,
             coalesce(sum(passes) filter (where action = 're_measure'), 0) as re_measured,
             coalesce(sum(passes) filter (where action = 'manual'), 0) as manual,
             coalesce(sum(passes) filter (where action = 'test_first'), 0) as test_first,
             (select count(*) from gates.pass where at >= :from and at < :to and %s) as fever
      from gates.tally where at >= :from and at < :to
      """
          .formatted(FEVER);

  private static final String OF_UNITS =
      PassBoard.SCOPE
          + """
          select count(*) filter (where action = 'pass' and not outward) as went_in,
                 count(*) filter (where action = 'pass' and outward) as went_out,
                 count(*) filter (where action = 'hold') as held,
                 count(*) filter (where action = 'deny') as denied,
                 count(*) filter (where action = 're_measure') as re_measured,
                 count(*) filter (where action = 'manual') as manual,
                 count(*) filter (where action = 'test_first') as test_first,
                 count(*) filter (where %s) as fever
          from gates.pass
          where at >= :from and at < :to and unit_id in (select id from scope)
          """
              .formatted(FEVER);

  /** What stands open at the end of a day; a later end has not come, so that is: now. */
  private static final String OPEN =
      "opened_at < :to and (closed_at is null or closed_at >= :to)"
          + " and (:everywhere or unit_id in (select id from scope))";

  private static final String OPEN_COUNTS =
      PassBoard.SCOPE
          + """
          select (select count(*) from gates.hold where %1$s) as holds,
                 (select count(*) from gates.alert where %1$s) as alerts
          """
              .formatted(OPEN);

  private static final String COUNTED =
      """
      at >= :from and at < :to
        and (:place::uuid is null or place_id = :place::uuid)
        and (:action::text is null or action = :action::text)
        and (:outward::bool is null or outward = :outward::bool)
        and (not :fever or (%s))
        and (:everywhere or unit_id in (select id from scope))
      """
          .formatted(FEVER);

  /** What didn't simply pass has a reason: those have an index of their own. */
  private static final String WITH_REASONS = " and reasons is not null";

  private static final String BY_UNIT =
      PassBoard.SCOPE
          + "select unit_id, count(*) as passes from gates.pass where unit_id is not null and "
          + COUNTED;

  private static final String GROUPED = " group by unit_id";

  private static final String BY_UNIT_OPEN =
      PassBoard.SCOPE
          + "select unit_id, count(*) as passes from gates.%s where unit_id is not null and "
          + OPEN
          + " group by unit_id";

  private static final String PASSES =
      PassBoard.SCOPE
          + "select person_id, at, id, place_id, outward, action, reasons, guard_id, data"
          + " from gates.pass where "
          + COUNTED
          + " and (at, id) < (:before::timestamptz, :beforeId::uuid)"
          + " order by at desc, id desc limit :limit";

  private static final String EVERY_PASS =
      PassBoard.SCOPE
          + "select person_id, at, id, place_id, outward, action, reasons, guard_id, data"
          + " from gates.pass where "
          + COUNTED
          + " order by at, id";

  private static final String OPEN_ROWS =
      PassBoard.SCOPE
          + "select id, opened_at, place_id, person_id, %s as what from gates.%s where "
          + OPEN
          + " and (opened_at, id) < (:before::timestamptz, :beforeId::uuid)"
          + " order by opened_at desc, id desc limit :limit";

  private static final String HOLDS = OPEN_ROWS.formatted("state", "hold");
  private static final String ALERTS = OPEN_ROWS.formatted("kind", "alert");

  private static final String HOURS_OF_ALL =
      """
      select extract(hour from at at time zone 'Asia/Shanghai')::int as hour,
             coalesce(sum(passes) filter (where not outward), 0) as went_in,
             coalesce(sum(passes) filter (where outward), 0) as went_out
      from gates.tally where at >= :from and at < :to and action = 'pass'
      group by 1 order by 1
      """;

  private static final String HOURS_OF_UNITS =
      PassBoard.SCOPE
          + """
          select extract(hour from at at time zone 'Asia/Shanghai')::int as hour,
                 count(*) filter (where not outward) as went_in,
                 count(*) filter (where outward) as went_out
          from gates.pass
          where at >= :from and at < :to and action = 'pass'
            and unit_id in (select id from scope)
          group by 1 order by 1
          """;

  private final JdbcClient jdbc;
  private final NamedParameterJdbcTemplate streams;
  private final ObjectMapper json;

  AccountBoard(JdbcClient jdbc, JdbcTemplate template, ObjectMapper json) {
    this.jdbc = jdbc;
    JdbcTemplate few = new JdbcTemplate(Objects.requireNonNull(template.getDataSource()));
    few.setFetchSize(1_000); // in a transaction the driver then reads by a cursor, not all at once
    this.streams = new NamedParameterJdbcTemplate(few);
    this.json = json;
  }

  /** A pass, its data not yet read. */
  record PassRow(
      UUID person,
      Instant at,
      UUID id,
      UUID place,
      boolean outward,
      String action,
      @Nullable String reasons,
      @Nullable UUID guard,
      String data) {}

  /** A hold or an alert. */
  record OpenRow(UUID id, Instant at, @Nullable UUID place, @Nullable UUID person, String what) {}

  Map<Count, Long> counts(Wanted wanted, Scope scope) {
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    jdbc.sql(scope.everywhere() ? OF_ALL : OF_UNITS)
        .paramSource(source(wanted, scope))
        .query(row -> {
          counts.put(Count.IN, row.getLong("went_in"));
          counts.put(Count.OUT, row.getLong("went_out"));
          for (Count count :
              List.of(
                  Count.HELD,
                  Count.DENIED,
                  Count.RE_MEASURED,
                  Count.MANUAL,
                  Count.TEST_FIRST,
                  Count.FEVER)) {
            counts.put(count, row.getLong(count.name().toLowerCase(Locale.ROOT)));
          }
        });
    jdbc.sql(OPEN_COUNTS)
        .paramSource(source(wanted, scope))
        .query(row -> {
          counts.put(Count.HOLDS_OPEN, row.getLong("holds"));
          counts.put(Count.ALERTS_OPEN, row.getLong("alerts"));
        });
    return counts;
  }

  Map<UUID, Long> byUnit(Wanted wanted, Scope scope) {
    String sql =
        switch (wanted.count()) {
          case HOLDS_OPEN -> BY_UNIT_OPEN.formatted("hold");
          case ALERTS_OPEN -> BY_UNIT_OPEN.formatted("alert");
          case HELD, DENIED, RE_MEASURED, MANUAL, TEST_FIRST, FEVER ->
              BY_UNIT + WITH_REASONS + GROUPED;
          case null -> BY_UNIT + GROUPED;
          case IN, OUT -> BY_UNIT + GROUPED;
        };
    Map<UUID, Long> counts = new HashMap<>();
    jdbc.sql(sql)
        .paramSource(source(wanted, scope))
        .query(row -> {
          counts.put(row.getObject("unit_id", UUID.class), row.getLong("passes"));
        });
    return counts;
  }

  List<PassRow> passes(Wanted wanted, Scope scope, TimeKeys keys, int limit) {
    return jdbc.sql(PASSES)
        .paramSource(paged(wanted, scope, keys, limit))
        .query((row, n) -> pass(row))
        .list();
  }

  void everyPass(Wanted wanted, Scope scope, int batch, Consumer<List<PassRow>> taker) {
    List<PassRow> rows = new ArrayList<>(batch);
    streams.query(
        EVERY_PASS,
        source(wanted, scope),
        row -> {
          rows.add(pass(row));
          if (rows.size() == batch) {
            taker.accept(List.copyOf(rows));
            rows.clear();
          }
        });
    if (!rows.isEmpty()) {
      taker.accept(List.copyOf(rows));
    }
  }

  List<OpenRow> holds(Wanted wanted, Scope scope, TimeKeys keys, int limit) {
    return open(HOLDS, wanted, scope, keys, limit);
  }

  List<OpenRow> alerts(Wanted wanted, Scope scope, TimeKeys keys, int limit) {
    return open(ALERTS, wanted, scope, keys, limit);
  }

  private List<OpenRow> open(String sql, Wanted wanted, Scope scope, TimeKeys keys, int limit) {
    return jdbc.sql(sql)
        .paramSource(paged(wanted, scope, keys, limit))
        .query((row, n) ->
            new OpenRow(
                row.getObject("id", UUID.class),
                row.getTimestamp("opened_at").toInstant(),
                row.getObject("place_id", UUID.class),
                row.getObject("person_id", UUID.class),
                row.getString("what")))
        .list();
  }

  List<Gates.Hour> hours(Wanted wanted, Scope scope) {
    return jdbc.sql(scope.everywhere() ? HOURS_OF_ALL : HOURS_OF_UNITS)
        .paramSource(source(wanted, scope))
        .query((row, n) ->
            new Gates.Hour(row.getInt("hour"), row.getLong("went_in"), row.getLong("went_out")))
        .list();
  }

  private static MapSqlParameterSource paged(Wanted wanted, Scope scope, TimeKeys keys, int limit) {
    return source(wanted, scope)
        .addValue("before", keys.at().atOffset(ZoneOffset.UTC))
        .addValue("beforeId", keys.id())
        .addValue("limit", limit);
  }

  private static MapSqlParameterSource source(Wanted wanted, Scope scope) {
    Count count = wanted.count();
    return new MapSqlParameterSource()
        .addValue("units", PassBoard.units(scope))
        .addValue("everywhere", scope.everywhere())
        .addValue("from", wanted.from().atOffset(ZoneOffset.UTC))
        .addValue("to", wanted.to().atOffset(ZoneOffset.UTC))
        .addValue("place", wanted.place())
        .addValue("action", action(count))
        .addValue("outward", count == Count.IN || count == Count.OUT ? count == Count.OUT : null)
        .addValue("fever", count == Count.FEVER);
  }

  private static @Nullable String action(@Nullable Count count) {
    return switch (count) {
      case null -> null;
      case IN, OUT -> "pass";
      case HELD -> "hold";
      case DENIED -> "deny";
      case RE_MEASURED -> "re_measure";
      case MANUAL -> "manual";
      case TEST_FIRST -> "test_first";
      case FEVER, HOLDS_OPEN, ALERTS_OPEN -> null;
    };
  }

  Gates.Line line(PassRow row, String placeName) {
    JsonNode data = json.readTree(row.data());
    List<Double> temperatures = new ArrayList<>(2);
    data.path("temperatures").forEach(each -> temperatures.add(each.asDouble(0)));
    Set<String> categories = new LinkedHashSet<>();
    VerdictView.reasons(row.reasons()).forEach(reason -> categories.add(reason.category()));
    JsonNode test = data.path("test");
    String sampled = shown(test, "sampledAt");
    return new Gates.Line(
        row.id(),
        row.at(),
        row.place(),
        placeName,
        row.outward(),
        row.person(),
        row.action(),
        List.copyOf(categories),
        temperatures,
        shown(data, "colour"),
        shown(data, "tripCard"),
        shown(data, "plate"),
        shown(test, "result"),
        sampled == null ? shown(test, "reportedAt") : sampled,
        shown(data, "reason"),
        shown(data, "host"),
        row.guard());
  }

  /** One odd field must not keep the whole page from being seen. */
  private static @Nullable String shown(JsonNode data, String field) {
    JsonNode value = data.path(field);
    return value.isString() ? value.stringValue() : null;
  }

  private static PassRow pass(ResultSet row) throws SQLException {
    return new PassRow(
        row.getObject("person_id", UUID.class),
        row.getTimestamp("at").toInstant(),
        row.getObject("id", UUID.class),
        row.getObject("place_id", UUID.class),
        row.getBoolean("outward"),
        row.getString("action"),
        row.getString("reasons"),
        row.getObject("guard_id", UUID.class),
        row.getString("data"));
  }
}
