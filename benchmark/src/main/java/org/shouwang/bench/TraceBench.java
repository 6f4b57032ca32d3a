package org.shouwang.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Measures how long the search for contacts takes: of cases with about 100 and about 2,000 of them
 * among so many stays of 30 days and a million people. A larger number of stays means more rooms
 * and halls, so that a case has as many contacts at each size. What is measured is the search
 * alone, by the code that traces a case.
 */
public final class TraceBench {

  private static final int PEOPLE = 1_000_000;
  private static final int DAYS = 30;

  /** Rooms hold 25 people for hours, halls 250 for half an hour: each overlaps with each. */
  private static final int ROOM = 25;

  private static final int HALL = 250;
  private static final int CASES_OF_ROOMS = 40;
  private static final int CASES_OF_HALLS = 12;

  /** The last days of March, in which a case had its stays: four rooms, or eight halls. */
  private static final int FIRST_DAY = 27;

  private static final String FROM = "2022-03-26T16:00:00Z";
  private static final int TIMES = 5;
  private static final int LISTED = 20_000;

  private final Browser admin;
  private final Connection database;
  private final long stays;

  private TraceBench(int port, Connection database, long stays)
      throws IOException, InterruptedException {
    this.admin = Browser.signedIn(port, "admin", DutiesBench.PASSWORD);
    this.database = database;
    this.stays = stays;
  }

  /**
   * Runs it.
   *
   * @param arguments port, data directory of the server, number of stays, {@code warm} (which fills
   *     the tables first) or {@code cold} (which finds them filled)
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    try (Connection database = Site.connect(Path.of(arguments[1]), "postgres")) {
      TraceBench bench =
          new TraceBench(Integer.parseInt(arguments[0]), database, Long.parseLong(arguments[2]));
      if (arguments[3].equals("warm")) {
        bench.fill();
        bench.clock();
        bench.measure("warm", TIMES);
        bench.list(Integer.parseInt(arguments[0]));
      } else {
        bench.measure("cold", 1);
      }
    }
  }

  /** The first page of a case with very many contacts, from the request to its last byte. */
  private void list(int port) throws IOException, InterruptedException, SQLException {
    say("list of " + LISTED);
    try (Statement run = database.createStatement()) {
      run.execute("delete from cases.contact where case_id = md5('listed')::uuid");
      run.execute(
          """
          insert into cases.case_file (id, number, person_id, disease, classification, state, opened_at,
            opened_by, traced_at, controlled_at)
          values (md5('listed')::uuid, '2022-900', md5('listed')::uuid, 'covid-19', 'suspected', 'open', now(),
            'x',
            '2022-03-01', '2022-03-01')
          on conflict do nothing
          """);
      run.execute(
          """
          insert into cases.contact (case_id, person_id, degree, proposed, state, source,
            first_exposure, last_exposure, exposures, minutes, found_at)
          select md5('listed')::uuid, md5(n::text)::uuid, 1, 'close', 'candidate', 'traced',
                 timestamptz '2022-03-20' + (n * 7919 %% 86400) * interval '1 second',
                 timestamptz '2022-03-21' + (n * 7919 %% 86400) * interval '1 second', 1, 60, now()
          from generate_series(0, %d) n
          """
              .formatted(LISTED - 1));
      run.execute("vacuum analyze cases.contact");
    }
    Browser command = Browser.signedIn(port, "command", DutiesBench.PASSWORD);
    String page = "/api/v1/cases/" + uuid(md5("listed")) + "/contacts?limit=50";
    List<Double> took = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      long from = System.nanoTime();
      JsonNode answer = command.call("GET", page, null);
      if (answer.path("items").size() != 50) {
        throw new IllegalStateException("no page of fifty");
      }
      if (i >= 50) {
        took.add((System.nanoTime() - from) / 1e6);
      }
    }
    took.sort(Double::compare);
    Figure.of("trace.list", took.get((int) (took.size() * 0.95)), "ms, p95 first page of 20,000")
        .with("p50_ms", took.get(took.size() / 2))
        .print();
  }

  private void clock() throws IOException, InterruptedException {
    admin.call("PUT", "/api/v1/clock", Map.of("world", "2022-03-30T20:00:00+08:00", "rate", 0.001));
  }

  private void measure(String how, int times) throws IOException, InterruptedException {
    run(how, "100", "room", CASES_OF_ROOMS, times, false);
    run(how, "2000", "hall", CASES_OF_HALLS, times, false);
    run(how, "100.second", "room", how.equals("cold") ? 6 : 10, 1, true);
  }

  /**
   * Cold ones are asked once each: the first look for a person finds nothing of theirs in memory.
   */
  private void run(String how, String what, String kind, int cases, int times, boolean second)
      throws IOException, InterruptedException {
    say(stays + " stays, " + how + ", " + what);
    List<Double> took = new ArrayList<>();
    double found = 0;
    int asked = 0;
    int warmUp = how.equals("warm") ? 1 : 0;
    for (int time = 0; time < times + warmUp; time++) {
      for (int i = 0; i < cases; i++) {
        // second-order searches of a cold run use people that no other search has asked for
        int number = second && how.equals("cold") ? CASES_OF_ROOMS + i : i;
        JsonNode answer =
            admin.call(
                "POST",
                "/api/v1/cases/bench/trace?person="
                    + uuid(md5("case-" + kind + "-" + number))
                    + "&from="
                    + FROM
                    + "&second="
                    + second,
                null);
        if (time >= warmUp) {
          took.add(answer.path("ms").doubleValue(0));
          found += answer.path("found").doubleValue(0);
          asked++;
        }
      }
    }
    took.sort(Double::compare);
    double p95 = took.get((int) Math.ceil(took.size() * 0.95) - 1);
    if (!second && found / asked < 90) {
      throw new IllegalStateException(found / asked + " contacts a case");
    }
    Figure.of(String.format(Locale.ROOT, "trace.%s.%s", how, what), p95, "ms, p95")
        .with("p50_ms", took.get(took.size() / 2))
        .with("stays", stays)
        .with("found", found / asked)
        .print();
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          java.security.MessageDigest.getInstance("MD5")
              .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return java.util.HexFormat.of().formatHex(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String uuid(String hex) {
    return hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }

  // ── filling ────────────────────────────────────────────────────────────────────────────────────

  private void fill() throws SQLException {
    long began = System.nanoTime();
    say("filling " + stays + " stays");
    long perDay = stays / DAYS;
    long inHalls = perDay / 5;
    long inRooms = perDay - inHalls;
    try (Statement run = database.createStatement()) {
      run.execute("set maintenance_work_mem = '2GB'");
      run.execute("set work_mem = '512MB'");
      run.execute("set synchronous_commit = off");
      people(run);
      run.execute("truncate presence.stay");
      run.execute("alter table presence.stay drop constraint stay_pkey");
      run.execute("drop index presence.stay_by_person, presence.stay_by_zone");
      places(run, inRooms, inHalls);
      for (int day = 1; day <= DAYS; day++) {
        run.execute(
            "select storage.make_partition('presence.stay', 'day', date '2022-03-01' + "
                + (day - 1)
                + ")");
        run.execute(day(day, inRooms, inHalls));
      }
      say("indexing");
      run.execute(
          "alter table presence.stay add constraint stay_pkey primary key "
              + "(person_hash, person_id, level, day, during without overlaps)");
      run.execute("create index stay_by_person on presence.stay (person_id, since)");
      run.execute(
          "create index stay_by_zone on presence.stay (zone_id, via_id, since) "
              + "include (person_id, day, during)");
      run.execute("vacuum analyze presence.stay");
      run.execute("vacuum analyze people.person");
      run.execute("vacuum analyze people.place");
      run.execute("checkpoint");
    }
    say(String.format(Locale.ROOT, "filled in %.0f s", (System.nanoTime() - began) / 1e9));
  }

  private static void people(Statement run) throws SQLException {
    run.execute(
        """
        insert into people.unit (id, code, name, kind, path)
        values (md5('bench-unit')::uuid, 'TRACE', '压测单位', 'subsidiary', '压测单位')
        on conflict do nothing
        """);
    run.execute(
        """
        insert into people.person (id, name, kind, class_of_person, unit_id)
        select md5(n::text)::uuid, '压测人员', 'employee', 'shift_worker', md5('bench-unit')::uuid
        from generate_series(0, %d) n on conflict do nothing
        """
            .formatted(PEOPLE - 1));
  }

  /** Rooms of the morning and the afternoon; halls at noon. */
  private static void places(Statement run, long inRooms, long inHalls) throws SQLException {
    run.execute("delete from people.place where code like 'TRACE-%'");
    run.execute(
        """
        insert into people.place (id, code, name, kind, level)
        select md5('room-' || n)::uuid, 'TRACE-R' || n, '房间' || n, 'room', 'room'
        from generate_series(0, %d) n
        """
            .formatted(inRooms / ROOM));
    run.execute(
        """
        insert into people.place (id, code, name, kind, level)
        select md5('hall-' || n)::uuid, 'TRACE-H' || n, '食堂' || n, 'canteen', 'room'
        from generate_series(0, %d) n
        """
            .formatted(inHalls / HALL));
  }

  /**
   * A day in the order in which people leave, as the stays are written. The first million of a
   * day's rooms is its morning, the next its afternoon, so that nobody is at two places at once.
   */
  private static String day(int day, long inRooms, long inHalls) {
    return """
    insert into presence.stay (person_id, level, day, during, zone_id, since, via_id, entered_by,
      ending, implied)
    select person, 'room', date '2022-03-01' + %1$d - 1, tstzrange(begun, ended), zone, begun, zone,
           gen_random_uuid(), 'left', false
    from (
      select md5((((j %% 1000000) * 7368787 + %1$d * 104729) %% 1000000)::text)::uuid as person,
             md5('room-' || j / %4$d)::uuid as zone,
             midnight + (case when j < 1000000 then 8 else 14 end) * interval '1 hour'
               + (j * 7919 %% 3600) * interval '1 second' as begun,
             midnight + (case when j < 1000000 then 11 else 17 end) * interval '1 hour'
               + (j * 104729 %% 3000) * interval '1 second' as ended
      from generate_series(0::bigint, %2$d - 1) j
      union all
      select md5((((j %% 1000000) * 7368787 + %1$d * 104729) %% 1000000)::text)::uuid,
             md5('hall-' || j / %5$d)::uuid,
             midnight + interval '12 hours 10 minutes' + (j * 7919 %% 600) * interval '1 second',
             midnight + interval '12 hours 40 minutes' + (j * 7919 %% 600) * interval '1 second'
      from generate_series(0::bigint, %3$d - 1) j
      union all
      select md5('case-room-' || n)::uuid, md5('room-' || n * 20)::uuid,
             midnight + interval '8 hours 30 minutes', midnight + interval '10 hours 30 minutes'
      from generate_series(0, %6$d - 1) n where %1$d >= %8$d
      union all
      select md5('case-hall-' || n)::uuid, md5('hall-' || n * 2 + half)::uuid,
             midnight + interval '12 hours 10 minutes' + half * interval '20 minutes',
             midnight + interval '12 hours 30 minutes' + half * interval '20 minutes'
      from generate_series(0, %7$d - 1) n, generate_series(0, 1) half where %1$d >= %8$d
    ) made (person, zone, begun, ended)
    order by ended
    """
        .replace(
            "midnight", "((date '2022-03-01' + %1$d - 1)::timestamp at time zone 'Asia/Shanghai')")
        .formatted(
            day, inRooms, inHalls, ROOM, HALL, CASES_OF_ROOMS + 10, CASES_OF_HALLS, FIRST_DAY);
  }

  private static void say(String what) {
    System.err.println("trace: " + what);
  }
}
