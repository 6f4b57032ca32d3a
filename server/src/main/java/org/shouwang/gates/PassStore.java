package org.shouwang.gates;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler.Accepted;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Writes passes and reads what their judging needs: a statement a batch, never one a fact. */
@Repository
class PassStore {

  private static final String INSERT =
      """
      insert into gates.pass (person_id, at, id, recorded_at, skew_ms, flags, place_id, unit_id,
        zone_id, level, outward, went_through, action, reasons, edition, device_action,
        device_reasons, device_edition, device_id, guard_id, lane, data)
      select person_id, at, id, ?, skew_ms, flags, place_id, unit_id,
        zone_id, level, outward, went_through, action, reasons, edition, device_action,
        device_reasons, device_edition, device_id, guard_id, lane, data
      from unnest(?::uuid[], ?::timestamptz[], ?::uuid[], ?::bigint[], ?::smallint[], ?::uuid[],
        ?::uuid[], ?::uuid[], ?::text[], ?::boolean[], ?::boolean[], ?::text[], ?::text[],
        ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[])
        as t(person_id, at, id, skew_ms, flags, place_id, unit_id, zone_id, level, outward,
          went_through, action, reasons, edition, device_action, device_reasons, device_edition,
          device_id, guard_id, lane, data)
      """;

  private static final String TALLY =
      """
      insert into gates.tally (at, place_id, outward, action, passes)
      select * from unnest(?::timestamptz[], ?::uuid[], ?::boolean[], ?::text[], ?::int[])
      """;

  /** Takes the rows out and puts their sums in, in one statement: no reader sees a gap. */
  private static final String FOLD_TALLY =
      """
      with crowded as (
        select place_id, outward, action, date_trunc('minute', at) as minute
        from gates.tally where at >= ? and at < ?
        group by place_id, outward, action, date_trunc('minute', at) having count(*) > 1),
      taken as (
        delete from gates.tally t using crowded c
        where t.place_id = c.place_id and t.outward = c.outward and t.action = c.action
          and t.at >= c.minute and t.at < c.minute + interval '1 minute'
          and t.at >= ? and t.at < ?
        returning t.at, t.place_id, t.outward, t.action, t.passes)
      insert into gates.tally (at, place_id, outward, action, passes)
      select max(at), place_id, outward, action, sum(passes)
      from taken group by place_id, outward, action, date_trunc('minute', at)
      """;

  private static final String STANDING =
      """
      select 'hold' as kind, person_id as subject, null::uuid as place_id, null::text[] as reasons,
             opened_at as from_at, closed_at as until_at
      from gates.hold where person_id = any(?::uuid[])
      union all
      select 'override', person_id, place_id, reasons, from_at, least(until_at, ended_at)
      from gates.override where person_id = any(?::uuid[])
      union all
      select 'evacuation', zone_id, null, null, started_at, ended_at from gates.evacuation
      """;

  private static final String SHEET_LINES =
      """
      select s.no, s.lines, l.line, l.pass_id
      from gates.sheet s left join gates.sheet_line l on l.sheet = s.no
      where s.no = any(?::text[])
      """;

  private static final String USE_LINES =
      """
      insert into gates.sheet_line (sheet, line, pass_id)
      select * from unnest(?::text[], ?::int[], ?::uuid[])
      """;

  private static final String SHOWN_AFTER =
      """
      select distinct on (p.person_id) p.person_id, p.at, p.id, p.data::jsonb ->> 'colour' as colour
      from unnest(?::uuid[], ?::timestamptz[]) as w(person, at)
      join gates.pass p on p.person_id = w.person and p.at > w.at
      where p.data::jsonb ->> 'colour' is not null
      order by p.person_id, p.at, p.id
      """;

  private static final String FEVERISH =
      """
      select id from gates.pass
      where person_id = ? and at >= ? and 'temperature_high_again' = any(string_to_array(reasons, ','))
      """;

  private final JdbcTemplate jdbc;

  PassStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The code that somebody showed at a pass. */
  record Shown(UUID person, Instant at, UUID id, String colour) {}

  /** What each person showed at their next pass after a moment, as far as it has come. */
  List<Shown> shownAfter(Map<UUID, Instant> moments) {
    List<UUID> persons = List.copyOf(moments.keySet());
    List<Timestamp> ats = new ArrayList<>();
    persons.forEach(person -> ats.add(Timestamp.from(moments.get(person))));
    return jdbc.query(
        SHOWN_AFTER,
        statement -> {
          Connection connection = statement.getConnection();
          statement.setArray(1, connection.createArrayOf("uuid", persons.toArray()));
          statement.setArray(2, connection.createArrayOf("timestamptz", ats.toArray()));
        },
        (row, n) ->
            new Shown(
                row.getObject("person_id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getObject("id", UUID.class),
                row.getString("colour")));
  }

  /** Passes of a person since a moment at which a fever was measured twice. */
  List<UUID> feverish(UUID person, Instant since) {
    return jdbc.queryForList(FEVERISH, UUID.class, person, Timestamp.from(since));
  }

  /** Keeps judged passes. */
  void insert(List<Accepted> facts) {
    Instant recorded = facts.getFirst().arrived().recordedAt();
    jdbc.update(
        INSERT,
        statement -> {
          statement.setTimestamp(1, Timestamp.from(recorded));
          Columns columns = new Columns(statement, facts, 2);
          columns.facts("uuid", Arrived::person);
          columns.facts("timestamptz", Arrived::at);
          columns.facts("uuid", arrived -> arrived.fact().id());
          columns.facts("bigint", Arrived::skewMs);
          columns.facts("smallint", PassStore::flags);
          columns.facts("uuid", arrived -> arrived.fact().place());
          columns.rows("uuid", PassRow::unit);
          columns.rows("uuid", row -> row.place().entersId());
          columns.rows("text", row -> row.place().entersLevel());
          columns.rows("boolean", row -> row.pass().outward());
          columns.rows("boolean", PassRow::went);
          columns.rows("text", row -> row.verdict().action().word());
          columns.rows("text", PassRow::reasonWords);
          columns.rows("text", row -> row.verdict().edition());
          columns.rows("text", row -> row.device() == null ? null : row.device().action());
          columns.rows("text", row -> row.device() == null ? null : row.device().reasons());
          columns.rows("text", row -> row.device() == null ? null : row.device().edition());
          columns.facts("uuid", PassStore::device);
          columns.rows("uuid", PassRow::guard);
          columns.rows("text", PassRow::lane);
          columns.rows("text", PassRow::data);
        });
  }

  private static Integer flags(Arrived arrived) {
    int bits = 0;
    for (Arrived.Flag flag : arrived.flags()) {
      bits |= 1 << flag.ordinal();
    }
    return bits;
  }

  private static @Nullable UUID device(Arrived arrived) {
    boolean device = arrived.caller().kind() == org.shouwang.security.Caller.Kind.DEVICE;
    return device ? arrived.caller().id() : null;
  }

  /** One array after another, in the order of the statement. */
  private static final class Columns {
    private final PreparedStatement statement;
    private final List<Accepted> facts;
    private int position;

    Columns(PreparedStatement statement, List<Accepted> facts, int position) {
      this.statement = statement;
      this.facts = facts;
      this.position = position;
    }

    void facts(String type, Function<Arrived, @Nullable Object> value) throws SQLException {
      @Nullable Object[] values = new Object[facts.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value.apply(facts.get(i).arrived());
      }
      statement.setArray(position++, statement.getConnection().createArrayOf(type, values));
    }

    void rows(String type, Function<PassRow, @Nullable Object> value) throws SQLException {
      @Nullable Object[] values = new Object[facts.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value.apply((PassRow) facts.get(i).row());
      }
      statement.setArray(position++, statement.getConnection().createArrayOf(type, values));
    }
  }

  /** A count of passes of one kind. */
  record Tally(UUID place, boolean outward, String action) {}

  void tally(Map<Tally, Counted> counts) {
    List<Tally> kinds = new ArrayList<>(counts.keySet());
    List<Counted> counted = kinds.stream().map(counts::get).toList();
    jdbc.update(
        TALLY,
        statement -> {
          Connection connection = statement.getConnection();
          statement.setArray(1, array(connection, "timestamptz", counted, Counted::newest));
          statement.setArray(2, array(connection, "uuid", kinds, Tally::place));
          statement.setArray(3, array(connection, "boolean", kinds, Tally::outward));
          statement.setArray(4, array(connection, "text", kinds, Tally::action));
          statement.setArray(5, array(connection, "int", counted, Counted::passes));
        });
  }

  /** Folds the tally of a stretch into a row a minute and kind. Returns how many are left of it. */
  int foldTally(Instant from, Instant to) {
    Timestamp first = Timestamp.from(from);
    Timestamp last = Timestamp.from(to);
    return jdbc.update(FOLD_TALLY, first, last, first, last);
  }

  /** How many, and when the newest was. */
  record Counted(int passes, Instant newest) {
    Counted and(Counted other) {
      return new Counted(
          passes + other.passes, newest.isAfter(other.newest) ? newest : other.newest);
    }
  }

  /** What stands against or for persons, and which zones are or were being evacuated. */
  record Standings(Map<UUID, Standing> persons, List<Evacuated> evacuations) {}

  /** An evacuation in time. */
  record Evacuated(UUID zone, Instant from, @Nullable Instant to) {
    boolean at(Instant at) {
      return !at.isBefore(from) && (to == null || at.isBefore(to));
    }
  }

  Standings standings(Collection<UUID> persons) {
    Map<UUID, Standing> found = new HashMap<>();
    List<Evacuated> evacuations = new ArrayList<>(1);
    jdbc.query(
        STANDING,
        statement -> {
          java.sql.Array ids = statement.getConnection().createArrayOf("uuid", persons.toArray());
          statement.setArray(1, ids);
          statement.setArray(2, ids);
        },
        (ResultSet row) -> {
          UUID subject = row.getObject("subject", UUID.class);
          Instant from = row.getTimestamp("from_at").toInstant();
          Timestamp end = row.getTimestamp("until_at");
          Instant to = end == null ? null : end.toInstant();
          switch (row.getString("kind")) {
            case "hold" -> found.computeIfAbsent(subject, id -> new Standing()).held(from, to);
            case "override" ->
                found
                    .computeIfAbsent(subject, id -> new Standing())
                    .given(
                        new Standing.Given(
                            row.getObject("place_id", UUID.class),
                            codes((String[]) row.getArray("reasons").getArray()),
                            from,
                            to == null ? Instant.MAX : to));
            default -> evacuations.add(new Evacuated(subject, from, to));
          }
        });
    return new Standings(found, evacuations);
  }

  static Set<ReasonCode> codes(String[] words) {
    Set<ReasonCode> codes = new HashSet<>();
    Arrays.stream(words).map(ReasonCode::ofWord).forEach(code -> code.ifPresent(codes::add));
    return codes;
  }

  /** A printed sheet and the facts on its lines. */
  record Sheet(int lines, Map<Integer, UUID> used) {}

  Map<String, Sheet> sheets(Collection<String> numbers) {
    Map<String, Sheet> sheets = new HashMap<>();
    jdbc.query(
        SHEET_LINES,
        statement ->
            statement.setArray(
                1, statement.getConnection().createArrayOf("text", numbers.toArray())),
        (ResultSet row) -> {
          int lines = row.getInt("lines");
          Sheet sheet =
              sheets.computeIfAbsent(row.getString("no"), no -> new Sheet(lines, new HashMap<>()));
          UUID pass = row.getObject("pass_id", UUID.class);
          if (pass != null) {
            sheet.used().put(row.getInt("line"), pass);
          }
        });
    return sheets;
  }

  void useLines(List<PassRow.SheetLine> lines, List<UUID> passes) {
    jdbc.update(
        USE_LINES,
        statement -> {
          Connection connection = statement.getConnection();
          statement.setArray(1, array(connection, "text", lines, PassRow.SheetLine::sheet));
          statement.setArray(2, array(connection, "int", lines, PassRow.SheetLine::line));
          statement.setArray(3, array(connection, "uuid", passes, Function.identity()));
        });
  }

  private static <T> java.sql.Array array(
      Connection connection, String type, List<T> items, Function<T, ? extends Object> value)
      throws SQLException {
    return connection.createArrayOf(type, items.stream().map(value).toArray());
  }
}
