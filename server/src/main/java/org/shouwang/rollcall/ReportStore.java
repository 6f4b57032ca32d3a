package org.shouwang.rollcall;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrival;
import org.shouwang.capture.FactHandler.Accepted;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.ObjectMapper;

/** Daily reports: filed, signed, corrected. */
@Repository
class ReportStore {

  private static final String KEEP =
      """
      insert into rollcall.filing (unit_id, at, id, day, recorded_at, zero, figures, items, note,
                                   filed_by)
      select * from unnest(:units::uuid[], :ats::timestamptz[], :ids::uuid[], :days::date[],
        :recorded::timestamptz[], :zeros::boolean[], :figures::jsonb[], :items::jsonb[],
        :notes::text[], :names::text[])
      """;

  /** The newest filing stands until it is signed. */
  private static final String STAND =
      """
      insert into rollcall.report as r (unit_id, day, filing_id, state, zero, figures, items, note,
                                        filed_by, filed_at)
      select unit, day, id, 'filed', zero, figures, items, note, name, recorded
      from unnest(:units::uuid[], :days::date[], :ids::uuid[], :zeros::boolean[],
        :figures::jsonb[], :items::jsonb[], :notes::text[], :names::text[],
        :recorded::timestamptz[])
        as f (unit, day, id, zero, figures, items, note, name, recorded)
      order by unit, day
      on conflict (unit_id, day) do update
      set filing_id = excluded.filing_id, zero = excluded.zero, figures = excluded.figures,
          items = excluded.items, note = excluded.note, filed_by = excluded.filed_by,
          filed_at = excluded.filed_at, version = r.version + 1
      where r.state = 'filed'
      """;

  private static final String SIGNED =
      """
      select r.unit_id, r.day, r.filing_id
      from unnest(:units::uuid[], :days::date[]) as k (unit, day)
      join rollcall.report r on r.unit_id = k.unit and r.day = k.day
      where r.state <> 'filed'
      """;

  private static final String SIGN =
      """
      update rollcall.report
      set state = 'signed', signed_by = :by, signed_at = :now, version = version + 1
      where unit_id = :unit and day = :day and state = 'filed' and version = :version
      """;

  private static final String MARK_CORRECTED =
      """
      update rollcall.report set state = 'corrected', version = version + 1
      where unit_id = :unit and day = :day and state in ('signed', 'corrected')
        and version = :version
      """;

  private static final String CORRECT =
      """
      insert into rollcall.correction (unit_id, day, no, id, figures, reason, corrected_by,
                                       corrected_at)
      select :unit, :day, coalesce(max(no), 0) + 1, :id, :figures::jsonb, :reason, :by, :now
      from rollcall.correction where unit_id = :unit and day = :day
      """;

  private static final String ONE =
      "select * from rollcall.report where unit_id = :unit and day = :day";

  private static final String CORRECTIONS =
      "select * from rollcall.correction where unit_id = :unit and day = :day order by no";

  private static final String STATES =
      "select unit_id, state from rollcall.report where day = :day";

  private static final String FILED_BY_IDS =
      """
      select id, unit_id, day from rollcall.filing
      where id = any (:ids::uuid[]) and at >= :early and at <= :late
      """;

  private static final String FILED_BY_UNITS =
      """
      select distinct on (unit_id, day) id, unit_id, day from rollcall.filing
      where unit_id = any (:units::uuid[]) and day between :first and :last
      order by unit_id, day, at
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  ReportStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Whose report of which day. */
  record Key(UUID unit, LocalDate day) {}

  /** A report as it stands. */
  record Report(
      UUID unit,
      LocalDate day,
      UUID filing,
      String state,
      boolean zero,
      Figures figures,
      List<String> items,
      @Nullable String note,
      String filedBy,
      Instant filedAt,
      @Nullable String signedBy,
      @Nullable Instant signedAt,
      int version) {}

  /** A correction 更正. */
  record Correction(int no, Figures figures, String reason, String by, Instant at) {}

  /** That a unit filed for a day. */
  record Filing(UUID id, UUID unit, LocalDate day) {}

  void file(List<Accepted> facts) {
    filed(jdbc.sql(KEEP), facts).param("ats", texts(facts, it -> it.arrived().at())).update();
    Map<Key, Accepted> last = new LinkedHashMap<>();
    facts.stream()
        .sorted(java.util.Comparator.comparing(it -> it.arrived().at()))
        .forEach(fact -> last.put(new Key(row(fact).unit(), row(fact).day()), fact));
    filed(jdbc.sql(STAND), new ArrayList<>(last.values())).update();
  }

  private JdbcClient.StatementSpec filed(JdbcClient.StatementSpec sql, List<Accepted> facts) {
    return sql.param("units", texts(facts, it -> row(it).unit()))
        .param("ids", texts(facts, it -> it.arrived().fact().id()))
        .param("days", texts(facts, it -> row(it).day()))
        .param("recorded", texts(facts, it -> it.arrived().recordedAt()))
        .param("zeros", texts(facts, it -> row(it).zero()))
        .param("figures", texts(facts, it -> json.writeValueAsString(row(it).figures())))
        .param("items", texts(facts, it -> json.writeValueAsString(row(it).items())))
        .param("notes", texts(facts, it -> row(it).note()))
        .param("names", texts(facts, it -> it.arrived().caller().name()));
  }

  private static ReportFacts.Filed row(Accepted accepted) {
    return (ReportFacts.Filed) accepted.row();
  }

  /** Which of these are signed, and which filing was. */
  Map<Key, UUID> signed(Collection<Key> keys) {
    Map<Key, UUID> signed = new HashMap<>();
    if (!keys.isEmpty()) {
      jdbc.sql(SIGNED)
          .param("units", texts(keys, Key::unit))
          .param("days", texts(keys, Key::day))
          .query((ResultSet row) -> {
            signed.put(
                new Key(
                    row.getObject("unit_id", UUID.class), row.getObject("day", LocalDate.class)),
                row.getObject("filing_id", UUID.class));
          });
    }
    return signed;
  }

  boolean sign(UUID unit, LocalDate day, int version, String by, Instant now) {
    return jdbc.sql(SIGN)
            .param("unit", unit)
            .param("day", day)
            .param("version", version)
            .param("by", by)
            .param("now", time(now))
            .update()
        == 1;
  }

  /** Puts a correction beside what was signed. False when the report has moved on. */
  boolean correct(
      UUID unit,
      LocalDate day,
      int version,
      Figures figures,
      String reason,
      String by,
      Instant now) {
    int marked =
        jdbc.sql(MARK_CORRECTED)
            .param("unit", unit)
            .param("day", day)
            .param("version", version)
            .update();
    if (marked != 1) {
      return false;
    }
    jdbc.sql(CORRECT)
        .param("unit", unit)
        .param("day", day)
        .param("id", UuidCreator.getTimeOrderedEpoch())
        .param("figures", json.writeValueAsString(figures))
        .param("reason", reason)
        .param("by", by)
        .param("now", time(now))
        .update();
    return true;
  }

  Optional<Report> report(UUID unit, LocalDate day) {
    return jdbc.sql(ONE)
        .param("unit", unit)
        .param("day", day)
        .query((row, n) ->
            new Report(
                unit,
                day,
                row.getObject("filing_id", UUID.class),
                row.getString("state"),
                row.getBoolean("zero"),
                figures(row),
                Arrays.asList(json.readValue(row.getString("items"), String[].class)),
                row.getString("note"),
                row.getString("filed_by"),
                row.getTimestamp("filed_at").toInstant(),
                row.getString("signed_by"),
                row.getTimestamp("signed_at") == null
                    ? null
                    : row.getTimestamp("signed_at").toInstant(),
                row.getInt("version")))
        .optional();
  }

  List<Correction> corrections(UUID unit, LocalDate day) {
    return jdbc.sql(CORRECTIONS)
        .param("unit", unit)
        .param("day", day)
        .query((row, n) ->
            new Correction(
                row.getInt("no"),
                figures(row),
                row.getString("reason"),
                row.getString("corrected_by"),
                row.getTimestamp("corrected_at").toInstant()))
        .list();
  }

  /** States of all reports of a day, by unit. */
  Map<UUID, String> states(LocalDate day) {
    Map<UUID, String> states = new HashMap<>();
    jdbc.sql(STATES)
        .param("day", day)
        .query((ResultSet row) -> {
          states.put(row.getObject("unit_id", UUID.class), row.getString("state"));
        });
    return states;
  }

  List<Filing> filings(Arrival arrival) {
    return jdbc.sql(FILED_BY_IDS)
        .param("ids", texts(arrival.ids(), it -> it))
        .param("early", time(java.util.Collections.min(arrival.ats())))
        .param("late", time(java.util.Collections.max(arrival.ats())))
        .query((row, n) -> filing(row))
        .list();
  }

  /** The first filing of each of these units for each of these days. */
  List<Filing> filings(Collection<UUID> units, LocalDate first, LocalDate last) {
    return jdbc.sql(FILED_BY_UNITS)
        .param("units", texts(units, it -> it))
        .param("first", first)
        .param("last", last)
        .query((row, n) -> filing(row))
        .list();
  }

  private static Filing filing(ResultSet row) throws SQLException {
    return new Filing(
        row.getObject("id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getObject("day", LocalDate.class));
  }

  private Figures figures(ResultSet row) throws SQLException {
    return json.readValue(row.getString("figures"), Figures.class);
  }
}
