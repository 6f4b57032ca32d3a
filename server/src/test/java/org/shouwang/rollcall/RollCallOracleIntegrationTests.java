package org.shouwang.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shouwang.rollcall.RollCallPark.at;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.HandingOn;
import org.shouwang.security.Browser;
import org.shouwang.security.Scope;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Random people, moves, leavings, passes, leaves, isolation, rest days, nights and late facts over
 * ten days through the real system, compared with a plain reckoning of what must come out.
 */
class RollCallOracleIntegrationTests extends IntegrationTest {

  private static final int PEOPLE = 200;
  private static final int DAYS = 10;

  /** A Monday long ago; the days of other tests lie elsewhere. */
  private static final LocalDate FIRST = LocalDate.parse("2021-06-07");

  private static final LocalDate END = FIRST.plusDays(DAYS + 20);

  @LocalServerPort int port;
  @Autowired RollCall rollCall;
  @Autowired RollCallBoard board;
  @Autowired PatternStore patterns;
  @Autowired HandingOn handingOn;
  @Autowired WorldClock world;
  @Autowired JdbcClient jdbc;

  private Duration offset = Duration.ZERO;
  private RollCallPark park;
  private Browser guard;
  private Browser command;

  /** Kinds of units of this park; what is expected of each is reckoned in {@link #window}. */
  private enum Kind {
    OFFICE,
    SIX_DAYS,
    TEAM,
    NIGHTS_A,
    NIGHTS_B,
    PROJECT,
    ENTERPRISE,
    VILLAGE,
    OUTSIDE
  }

  private final Map<UUID, Kind> kinds = new HashMap<>();
  private final List<UUID> units = new ArrayList<>();

  /** By day and person: the unit they are of. Written as things happen. */
  private final List<Map<UUID, UUID>> memberOf = new ArrayList<>();

  private final Set<UUID> livingIn = new HashSet<>();
  private final Map<LocalDate, Set<UUID>> lists = new HashMap<>();

  /** What is known of a person: from when to when, both within. */
  private record Known(Instant from, Instant until) {}

  private final Map<UUID, List<Known>> known = new HashMap<>();

  @BeforeEach
  void standStill() throws InterruptedException {
    offset = world.offset();
    world.set(at(FIRST, "00:01"), 0);
    park = new RollCallPark(jdbc);
    guard = Browser.signedIn(port, "guard1");
    command = Browser.signedIn(port, "command");
    Thread.sleep(1_050);
  }

  @AfterEach
  void goBack() {
    park.quiet();
    jdbc.sql(
            "update people.membership set during = daterange(lower(during), lower(during) + 1) where person_id = any (?)")
        .param(known.keySet().toArray(UUID[]::new))
        .update();
    world.set(Instant.now().plus(offset), 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {20220308, 7})
  void expectedIsAccountedAndMissingForEveryUnitAndDay(long seed) throws Exception {
    Map<LocalDate, Map<UUID, Set<UUID>>> missing;
    try (HandingOn.Running meanwhile = handingOn.begin()) {
      missing = played(new Random(seed));
      RollCallPark.until(() -> shownMissing().equals(missing));
      assertThat(meanwhile.turns()).isGreaterThan(DAYS);
    }
    assertThat(shownMissing()).isEqualTo(missing);
    assertThat(missing.values().stream().mapToLong(Map::size).sum()).isPositive();
    counts(missing);
    everyMissingPersonIsInExactlyOneDutyThatSomebodyHolds(missing);
  }

  private Map<LocalDate, Map<UUID, Set<UUID>>> played(Random random) {
    people(random);
    List<Map<String, Object>> late = new ArrayList<>();
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = FIRST.plusDays(i);
      world.set(at(day, "00:05"), 0);
      rollCall.open(day);
      world.set(at(day, "11:00"), 0);
      changes(random, i);
      rollCall.open(day);
      world.set(at(day, "23:59"), 0);
      hand(facts(random, day, late));
      if (i % 3 == 2) {
        hand(late);
        late.clear();
      }
    }
    world.set(at(FIRST.plusDays(DAYS), "12:00"), 0);
    hand(late);
    return reckonedMissing();
  }

  // ── what happens ───────────────────────────────────────────────────────────────────────────────

  private void people(Random random) {
    for (Kind kind : Kind.values()) {
      for (int n = 0; n < 2; n++) {
        UUID unit = unit(kind);
        units.add(unit);
        kinds.put(unit, kind);
      }
    }
    for (int i = 0; i <= DAYS; i++) {
      memberOf.add(new HashMap<>());
    }
    for (int n = 0; n < PEOPLE; n++) {
      UUID unit = units.get(random.nextInt(units.size()));
      boolean livesIn = random.nextInt(12) == 0;
      UUID person =
          livesIn
              ? park.person(unit, FIRST.minusDays(20), END, "驻厂")
              : park.person(unit, FIRST.minusDays(20), END);
      if (livesIn) {
        livingIn.add(person);
      }
      known.put(person, new ArrayList<>());
      from(person, 0, unit);
    }
    for (int i = 0; i < DAYS; i += 4) {
      UUID enterprise = first(Kind.ENTERPRISE);
      Set<UUID> list = new HashSet<>();
      memberOf
          .getFirst()
          .forEach((person, unit) -> {
            if (unit.equals(enterprise) && random.nextBoolean()) {
              list.add(person);
            }
          });
      lists.put(FIRST.plusDays(i), list);
      patterns.file(enterprise, FIRST.plusDays(i), list, "甲", world.now());
    }
  }

  private UUID first(Kind kind) {
    return units.stream().filter(unit -> kinds.get(unit) == kind).findFirst().orElseThrow();
  }

  private UUID unit(Kind kind) {
    UUID unit =
        park.unit(
            switch (kind) {
              case OFFICE, SIX_DAYS -> "department";
              case TEAM, NIGHTS_A, NIGHTS_B -> "shift_team";
              case PROJECT -> "project";
              case ENTERPRISE -> "enterprise";
              case VILLAGE -> "village";
              case OUTSIDE -> "outside";
            },
            park.group);
    LocalDate since = FIRST.minusDays(30);
    switch (kind) {
      case SIX_DAYS ->
          patterns.set(
              unit,
              since,
              new Pattern.Week(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.SATURDAY)),
              "甲");
      case NIGHTS_A -> patterns.set(unit, since, nights(FIRST), "甲");
      case NIGHTS_B -> patterns.set(unit, since, nights(FIRST.plusDays(2)), "甲");
      case VILLAGE -> patterns.set(unit, since, new Pattern.Frequency(FIRST.plusDays(1)), "甲");
      default -> {}
    }
    return unit;
  }

  private static Pattern nights(LocalDate anchor) {
    return new Pattern.Cycle(
        anchor,
        List.of("day", "night", "rest", "rest"),
        Map.of(
            "day", new Pattern.Shift(LocalTime.of(8, 0), LocalTime.of(20, 0)),
            "night", new Pattern.Shift(LocalTime.of(20, 0), LocalTime.of(8, 0))));
  }

  private void from(UUID person, int day, @Nullable UUID unit) {
    for (int i = day; i <= DAYS; i++) {
      if (unit == null) {
        memberOf.get(i).remove(person);
      } else {
        memberOf.get(i).put(person, unit);
      }
    }
  }

  private void changes(Random random, int i) {
    LocalDate day = FIRST.plusDays(i);
    for (UUID person : List.copyOf(new TreeSet<>(known.keySet()))) {
      UUID unit = memberOf.get(i).get(person);
      int what = random.nextInt(40);
      if (unit != null && what < 3) {
        UUID other = units.get(random.nextInt(units.size()));
        park.move(person, other, day, END);
        from(person, i, other);
      } else if (unit != null
          && what == 3
          && i > 0
          && unit.equals(memberOf.get(i - 1).get(person))) {
        park.leave(person, day);
        from(person, i, null);
      } else if (unit == null && what < 10) {
        UUID other = units.get(random.nextInt(units.size()));
        park.join(person, other, day, END);
        from(person, i, other);
      }
    }
  }

  private List<Map<String, Object>> facts(
      Random random, LocalDate day, List<Map<String, Object>> late) {
    List<Map<String, Object>> now = new ArrayList<>();
    for (UUID person : new TreeSet<>(known.keySet())) {
      List<Map<String, Object>> where = random.nextInt(6) == 0 ? late : now;
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> {
          Instant when = at(day, "00:00").plusSeconds(60L * random.nextInt(24 * 60));
          where.add(park.pass(person, when, true));
          known.get(person).add(new Known(when, when));
        }
        case 4 ->
            where.add(park.pass(person, at(day, "12:00"), false)); // turned away: shows nothing
        case 5 -> {
          Instant when = at(day, "00:00").plusSeconds(60L * random.nextInt(24 * 60));
          where.add(RollCallPark.account(person, when, How.SEEN, null, null));
          known.get(person).add(new Known(when, when));
        }
        case 6 -> {
          LocalDate from = day.plusDays(random.nextInt(2));
          LocalDate last = from.plusDays(random.nextInt(3));
          How how = random.nextBoolean() ? How.LEAVE : How.ISOLATED;
          where.add(RollCallPark.account(person, at(day, "09:00"), how, from, last));
          known.get(person).add(new Known(at(from, "12:00"), at(last, "23:59:59")));
        }
        default -> {}
      }
    }
    return now;
  }

  private void hand(List<Map<String, Object>> facts) {
    for (Browser by : List.of(guard, command)) {
      List<Map<String, Object>> own =
          facts.stream()
              .filter(it -> it.get("type").equals("gates.pass") == (by == guard))
              .toList();
      if (!own.isEmpty()) {
        assertThat(
                by.post("/api/v1/facts", own).json().path("receipts").findValuesAsString("status"))
            .hasSize(own.size())
            .containsOnly("recorded");
      }
    }
  }

  // ── what must come out: reckoned plainly, from what happened ───────────────────────────────────

  private record Window(Instant from, Instant until) {}

  /** Written as a calendar would be read, not as the rules are built. */
  private @Nullable Window window(UUID person, UUID unit, LocalDate day) {
    Kind kind = kinds.get(unit);
    Window whole = new Window(at(day, "00:00"), at(day.plusDays(1), "00:00"));
    if (kind == Kind.OUTSIDE) {
      return null;
    }
    if (livingIn.contains(person)) {
      return whole;
    }
    int weekday = day.getDayOfWeek().getValue();
    return switch (kind) {
      case OFFICE -> weekday < 6 ? whole : null;
      case SIX_DAYS -> weekday < 7 ? whole : null;
      case TEAM, PROJECT -> whole;
      case NIGHTS_A -> turn(day, FIRST, whole);
      case NIGHTS_B -> turn(day, FIRST.plusDays(2), whole);
      case ENTERPRISE -> {
        Set<UUID> list = unit.equals(first(Kind.ENTERPRISE)) ? lists.get(day) : null;
        yield list == null || list.contains(person) ? whole : null;
      }
      // the park's edition says every three days
      case VILLAGE ->
          Math.floorMod(day.toEpochDay() - FIRST.plusDays(1).toEpochDay(), 3L) == 0 ? whole : null;
      case OUTSIDE -> null;
    };
  }

  private static @Nullable Window turn(LocalDate day, LocalDate anchor, Window whole) {
    return switch ((int) Math.floorMod(day.toEpochDay() - anchor.toEpochDay(), 4L)) {
      case 0 -> whole;
      case 1 -> new Window(at(day, "18:00"), at(day.plusDays(1), "10:00"));
      default -> null;
    };
  }

  private boolean accounted(UUID person, Window window) {
    return known.get(person).stream()
        .anyMatch(it -> it.from().isBefore(window.until()) && !it.until().isBefore(window.from()));
  }

  private Map<LocalDate, Map<UUID, Set<UUID>>> reckonedMissing() {
    Map<LocalDate, Map<UUID, Set<UUID>>> missing = new TreeMap<>();
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = FIRST.plusDays(i);
      Map<UUID, Set<UUID>> byUnit = missing.computeIfAbsent(day, key -> new HashMap<>());
      memberOf
          .get(i)
          .forEach((person, unit) -> {
            Window window = window(person, unit, day);
            if (window != null && !accounted(person, window)) {
              byUnit.computeIfAbsent(unit, key -> new HashSet<>()).add(person);
            }
          });
    }
    return missing;
  }

  // ── what the system shows ──────────────────────────────────────────────────────────────────────

  private Map<LocalDate, Map<UUID, Set<UUID>>> shownMissing() {
    Map<LocalDate, Map<UUID, Set<UUID>>> missing = new TreeMap<>();
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = FIRST.plusDays(i);
      Map<UUID, Set<UUID>> byUnit = missing.computeIfAbsent(day, key -> new HashMap<>());
      board
          .people(
              new RollCallBoard.Wanted(
                  day, park.group, DayPlan.State.MISSING, null, null, PEOPLE + 1),
              Scope.EVERYWHERE)
          .forEach(row ->
              assertThat(
                      byUnit.computeIfAbsent(row.unit(), key -> new HashSet<>()).add(row.person()))
                  .isTrue());
    }
    return missing;
  }

  private void counts(Map<LocalDate, Map<UUID, Set<UUID>>> missing) {
    for (int i = 0; i < DAYS; i++) {
      LocalDate day = FIRST.plusDays(i);
      Map<UUID, Long> expected = new HashMap<>();
      memberOf
          .get(i)
          .forEach((person, unit) -> {
            if (window(person, unit, day) != null) {
              expected.merge(unit, 1L, Long::sum);
            }
          });
      Map<UUID, Long> shown = new HashMap<>();
      for (RollCall.UnitCount count : rollCall.counts(day)) {
        if (kinds.containsKey(count.unit()) && count.expected() > 0) {
          shown.put(count.unit(), count.expected());
          int gone = missing.get(day).getOrDefault(count.unit(), Set.of()).size();
          assertThat(count.missing()).as("%s of %s", day, kinds.get(count.unit())).isEqualTo(gone);
          assertThat(count.expected()).isEqualTo(count.accounted() + gone);
          assertThat(count.exempt()).isZero();
        }
      }
      assertThat(shown).as("%s", day).isEqualTo(expected);
    }
  }

  /** A duty of a missing person that is pending, by day and person. */
  private record Held(LocalDate day, UUID person, UUID unit, String holderKind, UUID holder) {}

  private void everyMissingPersonIsInExactlyOneDutyThatSomebodyHolds(
      Map<LocalDate, Map<UUID, Set<UUID>>> missing) {
    List<Held> held =
        jdbc.sql(
                """
                select day, subject_id, unit_id, holder_kind, holder_id from duties.duty
                where kind = 'rollcall.person' and state in ('waiting', 'open', 'late')
                  and subject_id = any (?) and day between ? and ?
                """)
            .params(known.keySet().toArray(UUID[]::new), FIRST, FIRST.plusDays(DAYS - 1L))
            .query((row, n) ->
                new Held(
                    row.getObject(1, LocalDate.class),
                    row.getObject(2, UUID.class),
                    row.getObject(3, UUID.class),
                    row.getString(4),
                    row.getObject(5, UUID.class)))
            .list();
    Map<LocalDate, Map<UUID, Set<UUID>>> inDuties = new TreeMap<>();
    missing.keySet().forEach(day -> inDuties.put(day, new HashMap<>()));
    for (Held duty : held) {
      boolean once =
          inDuties
              .get(duty.day())
              .computeIfAbsent(duty.unit(), key -> new HashSet<>())
              .add(duty.person());
      assertThat(once).as("one pending duty of %s on %s", duty.person(), duty.day()).isTrue();
      assertThat(duty.holder()).as("holder of %s", duty).isIn(duty.person(), duty.unit());
      if (kinds.get(duty.unit()) == Kind.VILLAGE) {
        assertThat(duty.holderKind()).isEqualTo("unit");
      }
    }
    assertThat(inDuties).isEqualTo(missing);
  }
}
