package org.shouwang.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Measures a switch from the 8th to the 9th edition over a million close contacts: the preview, and
 * the commit until everybody is judged. The floors are hand-written statements that know the two
 * terms as numbers and ask no rule, 5,000 people in a transaction, on the same tables with all
 * their indexes and constraints.
 */
public final class EditionBench {

  private static final int ALL = Integer.getInteger("people", 1_000_000);
  private static final int AT_ONCE = 5_000;
  private static final int FLOOR = Math.max(AT_ONCE, ALL / 10);

  /** Exposures of so many days: some contacts are freed, some eased, some shortened. */
  private static final int DAYS = 13;

  /** The begin of 28 June 2022 in the park, on which the 9th edition comes into force. */
  private static final String AT = "2022-06-27T16:00:00Z";

  private final Browser admin;
  private final Browser command;
  private final Connection database;

  private EditionBench(int port, Connection database) throws IOException, InterruptedException {
    this.admin = Browser.signedIn(port, "admin", DutiesBench.PASSWORD);
    this.command = Browser.signedIn(port, "command", DutiesBench.PASSWORD);
    this.database = database;
  }

  /**
   * Runs it.
   *
   * @param arguments port, data directory of the server
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    int port = Integer.parseInt(arguments[0]);
    try (Connection database = Site.connect(Path.of(arguments[1]), "postgres")) {
      EditionBench bench = new EditionBench(port, database);
      bench.admin.call(
          "PUT", "/api/v1/clock", Map.of("world", "2022-06-27T20:00:00+08:00", "rate", 1));
      bench.fill();
      bench.preview();
      bench.commit();
    }
  }

  private void fill() throws IOException, InterruptedException {
    say("edition: " + ALL + " close contacts");
    admin.call(
        "POST",
        "/api/v1/status/bench/contacts?first=0&rows=%d&atOnce=%d&days=%d"
            .formatted(ALL, AT_ONCE, DAYS),
        null);
  }

  // ── figures ────────────────────────────────────────────────────────────────────────────────────

  private void preview() throws IOException, InterruptedException, SQLException {
    say("edition.preview");
    long concerned =
        one(
            "select count(distinct person_id) from status.history where upper_inf(recorded)"
                + " and upper(valid) > '"
                + AT
                + "'");
    double floor = floorOfPreview();
    long from = System.nanoTime();
    String id =
        command
            .call("POST", "/api/v1/status/previews", Map.of("at", AT, "rulesOf", "2022-06-28"))
            .path("id")
            .asString();
    JsonNode seen;
    do {
      Thread.sleep(100);
      seen = command.call("GET", "/api/v1/status/previews/" + id, null);
    } while (seen.path("state").asString().equals("running"));
    double seconds = (System.nanoTime() - from) / 1e9;
    if (seen.path("judged").asLong() < concerned) {
      throw new IllegalStateException(seen.path("judged") + " of " + concerned + " were previewed");
    }
    floor = (floor + floorOfPreview()) / 2;
    Figure.of("edition.preview", concerned / seconds, "people/s")
        .floor(concerned / seconds, floor)
        .with("people", concerned)
        .print();
  }

  private void commit() throws IOException, InterruptedException, SQLException {
    say("edition.commit");
    double floor = floorOfCommit();
    long people = one("select count(*) from status.person");
    long from = System.nanoTime();
    command.call(
        "POST",
        "/api/v1/policy/switches",
        Map.of("at", AT, "rulesOf", "2022-06-28", "document", "bench"));
    do {
      // the server's own job works at it, too; one at a time
      admin.call("POST", "/api/v1/status/bench/rejudge", null);
    } while (one("select count(*) from status.judged where editions <> wanted") > 0);
    double seconds = (System.nanoTime() - from) / 1e9;
    long left =
        one(
            "select count(*) from status.history where upper_inf(recorded) and level = 'barred'"
                + " and upper(valid) > '2022-07-06'");
    if (left > 0) {
      throw new IllegalStateException(left + " terms of the old edition are left");
    }
    floor = (floor + floorOfCommit()) / 2;
    Figure.of("edition.commit", people / seconds, "people/s")
        .floor(people / seconds, floor)
        .with("people", people)
        .print();
  }

  // ── floors ─────────────────────────────────────────────────────────────────────────────────────

  /** The term of both editions from the last exposure, in SQL. */
  private static final String PREVIEW =
      """
      insert into status.preview_change (preview_id, person_id, kind, from_level, from_label,
        from_rule, from_until, from_free, to_level, to_label, to_rule, to_until, to_free)
      select '00000000-0000-0000-0000-000000000001', e.person_id,
        case when e.day + 11 <= '2022-06-28' then 'freed'
             when e.day + 8 <= '2022-06-28' and e.day + 15 > '2022-06-28' then 'eased'
             else 'shortened' end,
        case when e.day + 15 > '2022-06-28' then 'barred' else 'test_first' end, 'quarantine',
        'status.contact_class.close.level', e.day + 15, e.day + 22,
        case when e.day + 11 <= '2022-06-28' then 'free'
             when e.day + 8 <= '2022-06-28' then 'test_first' else 'barred' end, 'quarantine',
        'status.contact_class.close.level', e.day + 8, e.day + 11
      from (select person_id, (detail::jsonb ->> 'lastExposure')::date as day from status.evidence
            where person_id = any (?)) e
      """;

  private static final String SOME =
      "select array_agg(person_id order by person_id) from (select distinct person_id"
          + " from status.evidence where person_id > ? order by person_id limit "
          + AT_ONCE
          + ") t";

  private double floorOfPreview() throws SQLException {
    execute(
        """
        insert into status.preview (id, at, rules_of, asked_at, asker, state, moved_at)
        values ('00000000-0000-0000-0000-000000000001', now(), '2022-06-28', '2000-01-01', 'floor',
                'done', now())
        """);
    double rate = floor(PREVIEW);
    execute("delete from status.preview where id = '00000000-0000-0000-0000-000000000001'");
    return rate;
  }

  /** Closes what was thought and writes the three stretches that the new edition leaves. */
  private static final String CLOSE =
      """
      update status.history set recorded = tstzrange(lower(recorded), '2022-06-28')
      where upper_inf(recorded) and person_id = any (?)
      """;

  private static final String WRITE =
      """
      with e as (select person_id, at, (detail::jsonb ->> 'lastExposure')::date as day
                 from status.evidence where person_id = any (?)),
      held as (update status.person p set version = p.version + 1 from e
               where p.person_id = e.person_id),
      thought as (
        insert into status.history (person_id, valid, recorded, level, labels, reasons)
        select e.person_id, tstzrange(s.lower, s.upper), tstzrange('2022-06-28', null), s.level,
          '{quarantine}', %s
        from e cross join lateral (values
          (e.at, '2022-06-27T16:00:00Z'::timestamptz, 'barred'),
          ('2022-06-27T16:00:00Z'::timestamptz, (e.day + 8)::timestamptz, 'barred'),
          (greatest('2022-06-27T16:00:00Z'::timestamptz, (e.day + 8)::timestamptz),
           (e.day + 11)::timestamptz, 'test_first')) s (lower, upper, level)
        where s.lower < s.upper)
      update status.current c set level = 'barred', until_at = e.day + 8 from e
      where c.person_id = e.person_id
      """
          .formatted(
              "'[{\"evidence\":\"' || e.person_id || '\",\"kind\":\"CONTACT_CLASS\","
                  + "\"variant\":\"close\",\"rule\":\"status.contact_class.close.level\","
                  + "\"edition\":\"0123456789abcdef\",\"level\":\"BARRED\","
                  + "\"label\":\"quarantine\",\"from\":\"2022-06-20T23:59:00Z\","
                  + "\"until\":\"2022-06-30T16:00:00Z\",\"ends\":{\"by\":[\"contact_class\","
                  + "\"release\"]}}]'");

  /** Everything is rolled back: the same people are judged afterwards. */
  private double floorOfCommit() throws SQLException {
    return floor(CLOSE, WRITE);
  }

  /** Runs statements on the first tenth of the people. */
  private double floor(String... statements) throws SQLException {
    Object after = new java.util.UUID(0, 0);
    double seconds = 0;
    database.setAutoCommit(false);
    try {
      for (int done = 0; done < FLOOR; done += AT_ONCE) {
        java.sql.Array some = some(after);
        long from = System.nanoTime();
        for (String sql : statements) {
          try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setArray(1, some);
            statement.executeUpdate();
          }
        }
        seconds += (System.nanoTime() - from) / 1e9;
        Object[] ids = (Object[]) some.getArray();
        after = ids[ids.length - 1];
      }
      long from = System.nanoTime();
      if (statements.length > 1) {
        database.rollback();
      } else {
        database.commit();
      }
      seconds += (System.nanoTime() - from) / 1e9;
    } finally {
      database.setAutoCommit(true);
    }
    return FLOOR / seconds;
  }

  private java.sql.Array some(Object after) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(SOME)) {
      statement.setObject(1, after);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getArray(1);
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.executeUpdate();
    }
  }

  private long one(String sql) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql);
        var row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @SuppressWarnings("SystemOut") // progress goes to the standard error
  private static void say(String what) {
    System.err.println(what);
  }
}
