package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Some days are played; each figure of the reports is compared with the player's own log of what it
 * sent. A signed bulletin stays as it was signed when a record is added; the figure moves on.
 */
class BulletinScenarioTests {

  private static final Map<String, String> BY_ACTION =
      Map.of(
          "gates.in", "direction = 'in' and action = 'pass'",
          "gates.out", "direction = 'out' and action = 'pass'",
          "gates.held", "action = 'hold'",
          "gates.denied", "action = 'deny'",
          "gates.re_measured", "action = 're_measure'",
          "gates.manual", "action = 'manual'",
          "gates.test_first", "action = 'test_first'");

  @Test
  void everyFigureIsWhatWasSentAndASignedBulletinStaysAsItWasSigned() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(
            "bulletin",
            "--shouwang.tls.enabled=false",
            "--shouwang.demo=true",
            "--shouwang.scenario.park=900",
            "--shouwang.scenario.live-passes=0",
            "--shouwang.scenario.until=2022-03-09")) {
      FieldClient command = new FieldClient(server);
      command.signIn("command", "Park-Demo-2022");
      awaitTheEnd(server, command);
      for (String day : List.of("2022-03-06", "2022-03-08")) {
        figuresAreWhatWasSent(server, command, day);
      }
      JsonNode documents = command.ask("/api/v1/reports/documents?state=signed&limit=50");
      assertThat(documents.path("items").findValuesAsString("kind"))
          .as("a daily report for each day, and the bulletin")
          .hasSize(6)
          .contains("bulletin");
      whatWasSignedLacksNothingOfItsHour(server, command, documents);
      theSignedOneStays(server, command, documents);
    }
  }

  /** The replay hands in hours within seconds: whoever signs waits until all of it is counted. */
  private static void whatWasSignedLacksNothingOfItsHour(
      ServerProcess server, FieldClient command, JsonNode documents) throws Exception {
    int compared = 0;
    for (JsonNode document : documents.path("items")) {
      String day = document.path("day").stringValue("");
      if (day.equals("2022-03-05")) {
        continue; // the day on which it all begins
      }
      JsonNode signed = command.ask("/api/v1/reports/documents/" + document.path("id").asString());
      Set<String> seen = new HashSet<>(texts(server, SEEN_WHEN_SIGNED, day));
      seen.retainAll(persons(command, "rollcall.expected", day));
      for (JsonNode figure : signed.path("figures")) {
        if (figure.path("key").asString("").equals("rollcall.accounted")) {
          assertThat(figure.path("value").asLong())
              .as("accounted for in what was signed for " + day)
              .isEqualTo(seen.size())
              .isPositive();
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(5);
  }

  private static void awaitTheEnd(ServerProcess server, FieldClient command) throws Exception {
    String state = "";
    for (int i = 0; i < 600 && !state.equals("done"); i++) {
      TimeUnit.MILLISECONDS.sleep(500);
      JsonNode view = command.ask("/api/v1/scenario");
      state = view.path("state").stringValue("");
      assertThat(state).as(view + server.tail()).isNotIn("failed", "cancelled");
    }
    assertThat(state).isEqualTo("done");
    TimeUnit.SECONDS.sleep(3); // stays and duties follow the facts
  }

  private static void figuresAreWhatWasSent(ServerProcess server, FieldClient command, String day)
      throws Exception {
    for (Map.Entry<String, String> figure : BY_ACTION.entrySet()) {
      assertThat(value(command, figure.getKey(), day))
          .as("%s of %s", figure.getKey(), day)
          .isEqualTo(one(server, figure.getValue(), day));
    }
    assertThat(value(command, "gates.in", day)).isPositive();
    Set<String> expected = persons(command, "rollcall.expected", day);
    Set<String> accounted = persons(command, "rollcall.accounted", day);
    Set<String> missing = persons(command, "rollcall.missing", day);
    assertThat(expected).isNotEmpty();
    Set<String> seen = seen(server, day);
    seen.retainAll(expected);
    assertThat(accounted)
        .as("accounted on %s: whom the player sent a pass or an account of", day)
        .isEqualTo(seen);
    Set<String> both = new HashSet<>(accounted);
    both.addAll(missing);
    assertThat(both).isEqualTo(expected).hasSize(accounted.size() + missing.size());
    assertThat(missing).isNotEmpty();
    dutiesAreWhatWasDone(server, command, day, accounted.size());
    for (Map.Entry<String, String> figure : RECKONED.entrySet()) {
      assertThat(value(command, figure.getKey(), day))
          .as("%s of %s", figure.getKey(), day)
          .isEqualTo(reckoned(server, figure.getValue(), day));
    }
  }

  /**
   * Done: whoever was accounted for, and what the office did; nothing of a day gone by is open.
   * Late: whoever was not, and units that reported nothing.
   */
  private static void dutiesAreWhatWasDone(
      ServerProcess server, FieldClient command, String day, int accounted) throws Exception {
    long filed = 0;
    long owed = 0;
    for (String detail : texts(server, OFFICE, day)) {
      String[] parts = detail.split(" of ");
      filed += Long.parseLong(parts[0]);
      owed += Long.parseLong(parts[1]);
    }
    assertThat(owed).as("units owe reports on " + day).isPositive();
    if (day.equals("2022-03-08")) { // on no other day of the test is there nothing but these
      long tested = reckoned(server, FRONT_TESTED, day);
      long judged = reckoned(server, FEVER_GATES, day);
      String all = String.join("\n", texts(server, BY_KIND, day));
      assertThat(value(command, "duties.done", day))
          .as(all)
          .isEqualTo(accounted + filed + tested + judged + reckoned(server, LOOKED_AT, day));
      assertThat(value(command, "duties.late", day))
          .as(all)
          .isEqualTo(value(command, "rollcall.missing", day) + owed - filed);
      assertThat(value(command, "duties.open", day)).isZero();
    }
  }

  private static void theSignedOneStays(
      ServerProcess server, FieldClient command, JsonNode documents) throws Exception {
    String id = "";
    for (JsonNode document : documents.path("items")) {
      if (document.path("kind").stringValue("").equals("bulletin")) {
        id = document.path("id").stringValue("");
      }
    }
    String path = "/api/v1/reports/documents/" + id;
    JsonNode before = command.ask(path);
    long live = value(command, "gates.in", "2022-03-09");
    String place = text(server, "select id::text from people.place where code = 'GATE1'");
    String person =
        text(
            server,
            "select id::text from people.person where kind = 'employee' order by id limit 1");
    JsonNode receipt =
        command.post(
            "/api/v1/facts",
            Map.of(
                "id",
                UuidCreator.getTimeOrderedEpoch().toString(),
                "type",
                "gates.pass",
                "at",
                "2022-03-09T03:00:00Z",
                "place",
                place,
                "person",
                Map.of("id", person),
                "data",
                Map.of(
                    "direction", "in",
                    "colour", "green",
                    "temperatures", List.of(36.5),
                    "tripCard", "clear",
                    "method", "typed")));
    assertThat(receipt.path("status").stringValue("")).as(receipt.toString()).isEqualTo("recorded");
    assertThat(value(command, "gates.in", "2022-03-09")).isEqualTo(live + 1);
    assertThat(command.ask(path)).isEqualTo(before);
    assertThat(before.path("figures").size()).isPositive();
  }

  // ── what the reports say ───────────────────────────────────────────────────────────────────────

  private static long value(FieldClient command, String figure, String day)
      throws IOException, InterruptedException {
    return command.ask("/api/v1/reports/figures/" + figure + "?day=" + day).path("value").asLong();
  }

  private static Set<String> persons(FieldClient command, String figure, String day)
      throws IOException, InterruptedException {
    Set<String> persons = new HashSet<>();
    String after = "";
    int rows = 0;
    do {
      JsonNode page =
          command.ask(
              "/api/v1/reports/figures/%s/rows?day=%s&limit=500%s"
                  .formatted(figure, day, after.isEmpty() ? "" : "&after=" + after));
      for (JsonNode row : page.path("items")) {
        rows++;
        persons.add(row.path("person").path("id").asString(""));
      }
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    assertThat(rows).as("rows of %s on %s", figure, day).isEqualTo(value(command, figure, day));
    assertThat(persons).as("nobody twice in %s", figure).hasSize(rows);
    return persons;
  }

  // ── what the player sent ───────────────────────────────────────────────────────────────────────

  private static final String OF_THE_DAY =
      " and at >= ?::date::timestamp at time zone 'Asia/Shanghai'"
          + " and at < (?::date + 1)::timestamp at time zone 'Asia/Shanghai'";

  private static final String SEEN_WHEN_SIGNED =
      """
      with day as (select ?::date as of),
        known as (
          select unnest(a.ids) as id from capture.arrival a, day
          where a.recorded_at <= (day.of + time '17:00') at time zone 'Asia/Shanghai')
      select distinct s.person_id::text
      from day, known join scenario.sent s on s.fact_id = known.id
      where s.person_id is not null and s.status in ('recorded', 'duplicate')
        and (s.type = 'rollcall.account' or s.action in ('pass', 'manual')
             or s.note like '%let through by the device')
        and (s.at at time zone 'Asia/Shanghai')::date = day.of
      """;

  /** What the office did on a day, as it wrote down itself. */
  private static final String OFFICE =
      """
      select detail from scenario.act
      where what = 'reports.filed' and (at at time zone 'Asia/Shanghai')::date = ?::date
      """;

  /** Medics and police must be tested each day, and were. */
  private static final String FRONT_TESTED =
      """
      select count(distinct s.person_id)
      from scenario.sent s join people.person p on p.id = s.person_id
      where s.type = 'sampling.swab' and s.status = 'recorded'
        and (s.at at time zone 'Asia/Shanghai')::date = ?::date
        and p.post in ('医护人员', '执勤民警')
      """;

  /** Gates at which somebody was held with a fever: a signal each, which nobody judges here. */
  private static final String FEVER_GATES =
      """
      select count(distinct place_id) from scenario.sent
      where type = 'gates.pass' and status = 'recorded' and action = 'hold'
        and (at at time zone 'Asia/Shanghai')::date = ?::date
        and exists (select from unnest(temperatures) t where t between 37.3 and 42)
      """;

  /**
   * Looks at readiness that were made a duty before somebody looked: they are made once a minute,
   * so the machine's speed says how many and on which of the days that are played.
   */
  private static final String LOOKED_AT =
      """
      select count(*) from duties.duty d
      where d.kind = 'incidents.readiness' and d.day = ?::date
        and exists (select from incidents.readiness)
        and d.state = 'done'
      """;

  /** What there is, for whoever reads why it isn't what was reckoned. */
  private static final String BY_KIND =
      """
      select kind || ' ' || state || ' ' || count(*) from duties.duty
      where day = ?::date group by kind, state order by 1
      """;

  /** Figures that the log doesn't hold as they are, reckoned from what was sent. */
  private static final Map<String, String> RECKONED =
      Map.of(
          "gates.fever",
          """
          select count(*) from scenario.sent
          where type = 'gates.pass' and status = 'recorded' and direction = 'in'
            and (at at time zone 'Asia/Shanghai')::date = ?::date
            and (temperatures[cardinality(temperatures)] between 37.3 and 42
                 or (select count(*) from unnest(temperatures) t where t between 37.3 and 42) >= 2)
          """,
          "gates.holds_open",
          """
          select count(distinct person_id) from scenario.sent
          where type = 'gates.pass' and action = 'hold'
            and (at at time zone 'Asia/Shanghai')::date <= ?::date
          """,
          "sampling.person_times",
          """
          select count(*) from scenario.sent
          where type = 'sampling.swab' and status = 'recorded'
            and (at at time zone 'Asia/Shanghai')::date = ?::date
          """,
          "sampling.person_times_to_date",
          """
          select count(*) from scenario.sent
          where type = 'sampling.swab' and status = 'recorded'
            and (at at time zone 'Asia/Shanghai')::date <= ?::date
          """,
          "gates.alerts_open",
          """
          select count(*) filter (where note like '%let through by the device')
                 + count(distinct person_id) filter (where action = 'hold') -- nobody took them over
          from scenario.sent
          where type = 'gates.pass'
            and (at at time zone 'Asia/Shanghai')::date <= ?::date
          """,
          "presence.inside",
          """
          select count(*) from (
            select distinct on (s.person_id) s.direction
            from scenario.sent s join people.place p on p.id = s.place_id
              join people.place zone on zone.id = p.enters_id
            where s.type = 'gates.pass' and zone.level = 'park' and s.person_id is not null
              and (s.action in ('pass', 'manual') or s.note like '%let through by the device')
              and (s.at at time zone 'Asia/Shanghai')::date <= ?::date
            order by s.person_id, s.at desc, s.fact_id desc) as last
          where direction = 'in'
          """);

  private static long reckoned(ServerProcess server, String sql, String day)
      throws IOException, SQLException {
    return Long.parseLong(texts(server, sql, day).getFirst());
  }

  private static List<String> texts(ServerProcess server, String sql, String day)
      throws IOException, SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection database = server.database();
        PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setString(1, day);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          texts.add(row.getString(1));
        }
      }
    }
    return texts;
  }

  private static long one(ServerProcess server, String which, String day)
      throws IOException, SQLException {
    try (Connection database = server.database();
        PreparedStatement count =
            database.prepareStatement(
                "select count(*) from scenario.sent where type = 'gates.pass' and "
                    + which
                    + OF_THE_DAY)) {
      count.setString(1, day);
      count.setString(2, day);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static Set<String> seen(ServerProcess server, String day)
      throws IOException, SQLException {
    Set<String> persons = new HashSet<>();
    try (Connection database = server.database();
        PreparedStatement sent =
            database.prepareStatement(
                """
                select distinct person_id::text from scenario.sent
                where person_id is not null and status in ('recorded', 'duplicate')
                  and (type = 'rollcall.account' or action in ('pass', 'manual')
                       or note like '%let through by the device')
                """
                    + OF_THE_DAY)) {
      sent.setString(1, day);
      sent.setString(2, day);
      try (ResultSet row = sent.executeQuery()) {
        while (row.next()) {
          persons.add(row.getString(1));
        }
      }
    }
    return persons;
  }

  private static String text(ServerProcess server, String sql) throws IOException, SQLException {
    try (Connection database = server.database();
        PreparedStatement statement = database.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }
}
