package org.shouwang.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.shouwang.rollcall.DayPlan.Expected;
import org.shouwang.rollcall.DayPlan.State;
import org.shouwang.rollcall.ExpectedRules.Given;
import org.shouwang.web.Refused;
import tools.jackson.databind.json.JsonMapper;

class ExpectedRulesUnitTests {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final ExpectedRules RULES = new ExpectedRules(ZONE);
  private static final LocalDate MONDAY = LocalDate.parse("2022-03-07");
  private static final Given NOTHING = new Given(null, null, 3);

  private static final Pattern.Cycle FOUR_TEAMS =
      new Pattern.Cycle(
          MONDAY,
          List.of("白班", "夜班", "休", "休"),
          Map.of(
              "白班", new Pattern.Shift(LocalTime.of(8, 0), LocalTime.of(20, 0)),
              "夜班", new Pattern.Shift(LocalTime.of(20, 0), LocalTime.of(8, 0))));

  private static Member member(Family family, String unitKind, String... roles) {
    return new Member(
        UUID.randomUUID(), UUID.randomUUID(), family, unitKind, null, Set.of(roles), null);
  }

  private static Optional<Expectation> on(LocalDate day, Member member, Given given) {
    return RULES.expected(member, day, given);
  }

  private static Given with(@Nullable Pattern pattern) {
    return new Given(pattern, null, 3);
  }

  @Test
  void anOfficeWithoutAPatternComesMondayToFriday() {
    Member member = member(Family.STAFF, "department");
    List<Boolean> week =
        IntStream.range(0, 7)
            .mapToObj(i -> on(MONDAY.plusDays(i), member, NOTHING).isPresent())
            .toList();
    assertThat(week).containsExactly(true, true, true, true, true, false, false);
    Expectation monday = on(MONDAY, member, NOTHING).orElseThrow();
    assertThat(monday.rule()).isEqualTo(ExpectedBy.WORKING_DAY);
    assertThat(monday.from()).isEqualTo(Instant.parse("2022-03-06T16:00:00Z"));
    assertThat(monday.until()).isEqualTo(Instant.parse("2022-03-07T16:00:00Z"));
  }

  @Test
  void aShiftTeamWithoutAPatternComesEveryDay() {
    assertThat(on(MONDAY.plusDays(6), member(Family.STAFF, "shift_team"), NOTHING))
        .get()
        .extracting(Expectation::rule)
        .isEqualTo(ExpectedBy.EVERY_DAY);
  }

  @Test
  void aCycleNamesTheShiftOfEachDayAndRests() {
    Member member = member(Family.STAFF, "shift_team");
    List<String> eight =
        IntStream.range(-4, 4)
            .mapToObj(i -> on(MONDAY.plusDays(i), member, with(FOUR_TEAMS)))
            .map(it -> it.map(each -> String.valueOf(each.shift())).orElse("-"))
            .toList();
    assertThat(eight).containsExactly("白班", "夜班", "-", "-", "白班", "夜班", "-", "-");
  }

  @Test
  void aShiftOverMidnightBelongsToItsStartDayAndReachesIntoTheNext() {
    Expectation night =
        on(MONDAY.plusDays(1), member(Family.STAFF, "shift_team"), with(FOUR_TEAMS)).orElseThrow();
    assertThat(night.from()).isEqualTo(Instant.parse("2022-03-08T10:00:00Z")); // 18:00
    assertThat(night.until()).isEqualTo(Instant.parse("2022-03-09T02:00:00Z")); // 10:00 next day
  }

  @Test
  void aWindowNeverReachesBeyondNoonOfTheNextDay() {
    Pattern.Cycle round =
        new Pattern.Cycle(
            MONDAY,
            List.of("x"),
            Map.of("x", new Pattern.Shift(LocalTime.of(11, 0), LocalTime.of(11, 0))));
    assertThat(on(MONDAY, member(Family.STAFF, "shift_team"), with(round)).orElseThrow().until())
        .isEqualTo(Instant.parse("2022-03-08T04:00:00Z"));
  }

  @Test
  void whoLivesInIsExpectedEveryDayWhateverThePattern() {
    Member byRole = member(Family.STAFF, "shift_team", "驻厂");
    Member byPost =
        new Member(
            UUID.randomUUID(),
            UUID.randomUUID(),
            Family.STAFF,
            "department",
            "锅炉驻厂岗",
            Set.of(),
            null);
    for (int i = 0; i < 8; i++) {
      LocalDate day = MONDAY.plusDays(i);
      assertThat(on(day, byRole, with(FOUR_TEAMS))).isPresent();
      assertThat(on(day, byPost, NOTHING).orElseThrow().rule()).isEqualTo(ExpectedBy.LIVING_IN);
    }
    assertThat(on(MONDAY, member(Family.NOBODY, "outside", "驻厂"), NOTHING)).isEmpty();
  }

  @Test
  void buildersAreExpectedByTheProjectsRosterAlsoOnSundays() {
    assertThat(on(MONDAY.plusDays(6), member(Family.BUILDERS, "project"), NOTHING))
        .get()
        .extracting(Expectation::rule)
        .isEqualTo(ExpectedBy.PROJECT_ROSTER);
  }

  @Test
  void anEnterprisesListReplacesItsMembers() {
    Member listed = member(Family.ENTERPRISE, "enterprise");
    Member other = member(Family.ENTERPRISE, "shift_team");
    Given given = new Given(null, Set.of(listed.person()), 3);
    assertThat(on(MONDAY, listed, given).orElseThrow().rule())
        .isEqualTo(ExpectedBy.ENTERPRISE_LIST);
    assertThat(on(MONDAY, other, given)).isEmpty();
    assertThat(on(MONDAY, other, NOTHING).orElseThrow().rule())
        .isEqualTo(ExpectedBy.ENTERPRISE_MEMBERS);
  }

  @Test
  void aHouseholdHasItsTurnTogetherOnceInTheEditionsNumberOfDays() {
    UUID household = UUID.randomUUID();
    Member one = resident(household);
    Member two = resident(household);
    int turns = 0;
    for (int i = 0; i < 9; i++) {
      boolean first = on(MONDAY.plusDays(i), one, NOTHING).isPresent();
      assertThat(on(MONDAY.plusDays(i), two, NOTHING).isPresent()).isEqualTo(first);
      turns += first ? 1 : 0;
    }
    assertThat(turns).isEqualTo(3);
  }

  @Test
  void householdsSpreadOverTheDaysUnlessAnAnchorIsSet() {
    List<Member> village =
        IntStream.range(0, 300).mapToObj(i -> resident(UUID.randomUUID())).toList();
    for (int i = 0; i < 3; i++) {
      LocalDate day = MONDAY.plusDays(i);
      assertThat(village.stream().filter(it -> on(day, it, NOTHING).isPresent()).count())
          .isBetween(60L, 140L);
      Given anchored = with(new Pattern.Frequency(MONDAY));
      assertThat(village.stream().filter(it -> on(day, it, anchored).isPresent()).count())
          .isEqualTo(i == 0 ? 300 : 0);
    }
  }

  private static Member resident(UUID household) {
    return new Member(
        UUID.randomUUID(),
        UUID.randomUUID(),
        Family.RESIDENTS,
        "village",
        null,
        Set.of(),
        household);
  }

  @Test
  void ofOutsidersNobodyIsExpected() {
    assertThat(Family.of("outside")).isEqualTo(Family.NOBODY);
    assertThat(Family.of("district")).isEqualTo(Family.NOBODY);
    assertThat(on(MONDAY, member(Family.NOBODY, "outside"), NOTHING)).isEmpty();
  }

  @Test
  void aTeamOfAnEnterpriseIsTheEnterprisesAndTheNearestPatternAboveCounts() {
    UUID group = UUID.randomUUID();
    UUID enterprise = UUID.randomUUID();
    UUID team = UUID.randomUUID();
    Units units =
        new Units(
            List.of(
                new Units.Unit(group, "集团", "group", null, "集团"),
                new Units.Unit(enterprise, "企业", "enterprise", group, "集团 / 企业"),
                new Units.Unit(team, "班", "shift_team", enterprise, "集团 / 企业 / 班")));
    assertThat(units.family(team)).isEqualTo(Family.ENTERPRISE);
    assertThat(units.<String>nearest(team, Map.of(group, "g"))).isEqualTo("g");
    assertThat(units.<String>nearest(team, Map.of(group, "g", enterprise, "e"))).isEqualTo("e");
    assertThat(units.within(team, Set.of(group))).isTrue();
    assertThat(units.within(group, Set.of(team))).isFalse();
  }

  @Test
  void aPatternIsReadAsItWasWritten() {
    JsonMapper json = JsonMapper.builder().build();
    for (Pattern pattern :
        List.of(
            FOUR_TEAMS,
            new Pattern.EveryDay(),
            new Pattern.Week(EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.SATURDAY)),
            new Pattern.Frequency(MONDAY),
            new Pattern.Frequency(null))) {
      assertThat(PatternReader.read(pattern.kind(), json.valueToTree(PatternReader.write(pattern))))
          .isEqualTo(pattern);
    }
  }

  @Test
  void aPatternThatCantBeMeantIsRefusedByItsField() {
    JsonMapper json = JsonMapper.builder().build();
    Map<String, String> wrong =
        Map.of(
            "{\"days\":[]}", "data.days",
            "{\"days\":[8]}", "data.days",
            "{\"days\":[\"1\"]}", "data.days");
    wrong.forEach((data, field) -> refused("week", json.readTree(data), field));
    refused("cycle", json.readTree("{}"), "data.anchor");
    refused("cycle", json.readTree("{\"anchor\":\"2022-03-07\"}"), "data.shifts");
    refused(
        "cycle",
        json.readTree("{\"anchor\":\"2022-03-07\",\"shifts\":{},\"turns\":[\"x\"]}"),
        "data.turns");
    refused("hourly", json.readTree("{}"), "kind");
  }

  private static void refused(String kind, tools.jackson.databind.JsonNode data, String field) {
    assertThatThrownBy(() -> PatternReader.read(kind, data))
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.values()).containsEntry("field", field));
  }

  @Test
  void whatIsSaidOfDaysDoesNotReachIntoTheNightBefore() {
    Expectation nightBefore =
        on(MONDAY.plusDays(1), member(Family.STAFF, "shift_team"), with(FOUR_TEAMS)).orElseThrow();
    LocalDate wednesday = MONDAY.plusDays(2);
    AccountRules.Span leave =
        AccountRules.span(
            How.LEAVE, Instant.parse("2022-03-08T01:00:00Z"), wednesday, wednesday, ZONE);
    assertThat(leave.from()).isAfterOrEqualTo(nightBefore.until());
    Expectation day = on(wednesday, member(Family.BUILDERS, "project"), NOTHING).orElseThrow();
    assertThat(leave.from()).isBefore(day.until());
    assertThat(leave.until()).isAfterOrEqualTo(day.from()).isBefore(day.until());
  }

  @Test
  void beingSeenIsAMomentButALeaveIsItsDay() {
    Instant at = Instant.parse("2022-03-07T01:00:00Z");
    assertThat(AccountRules.span(How.SEEN, at, null, null, ZONE).until()).isEqualTo(at);
    assertThat(AccountRules.span(How.LEAVE, at, null, null, ZONE).until())
        .isEqualTo(Instant.parse("2022-03-07T15:59:59.999999Z"));
  }

  @Test
  void thePartsOfAReportMakeItsWhole() {
    Figures figures =
        Figures.of(
            List.of(
                new Figures.Stand(How.PASS, false),
                new Figures.Stand(How.PASS, true),
                new Figures.Stand(How.LIVING_IN, false),
                new Figures.Stand(How.AWAY, true),
                new Figures.Stand(How.LEAVE, false),
                new Figures.Stand(How.ISOLATED, false),
                new Figures.Stand(How.OWN_REPORT, false),
                new Figures.Stand(null, true)));
    assertThat(figures).isEqualTo(new Figures(8, 2, 2, 1, 1, 1, 1, 0));
    assertThat(figures.addUp()).isTrue();
    assertThat(new Figures(3, 1, 0, 0, 0, 0, 1, 0).addUp()).isFalse();
    assertThat(new Figures(0, 1, 0, 0, 0, 0, -1, 0).addUp()).isFalse();
  }

  // ── properties ─────────────────────────────────────────────────────────────────────────────────

  @Property(tries = 500)
  void aWindowHoldsItsOwnNoonToMidnightPartAndEndsByNoonOfTheNextDay(
      @ForAll("members") Member member, @ForAll("patterns") Pattern pattern, @ForAll short days) {
    LocalDate day = MONDAY.plusDays(days);
    on(day, member, with(pattern))
        .ifPresent(it -> {
          assertThat(it.from()).isBefore(it.until());
          assertThat(it.from()).isAfterOrEqualTo(day.atStartOfDay(ZONE).toInstant());
          assertThat(it.until())
              .isBeforeOrEqualTo(day.plusDays(1).atTime(12, 0).atZone(ZONE).toInstant());
          // what is said of this day counts for it
          AccountRules.Span span = AccountRules.span(How.LEAVE, it.from(), day, day, ZONE);
          assertThat(span.from()).isBefore(it.until());
          assertThat(span.until()).isAfterOrEqualTo(it.from());
        });
  }

  @Property(tries = 500)
  void aCycleRepeats(
      @ForAll("members") Member member, @ForAll("patterns") Pattern pattern, @ForAll short days) {
    if (pattern instanceof Pattern.Cycle cycle) {
      LocalDate day = MONDAY.plusDays(days);
      assertThat(on(day, member, with(pattern)).map(Expectation::shift))
          .isEqualTo(
              on(day.plusDays(cycle.turns().size()), member, with(pattern))
                  .map(Expectation::shift));
    }
  }

  /** After any sequence of plans the list is what was wanted last, nobody on it twice. */
  @Property(tries = 300)
  void plansBringTheListToWhatIsWanted(@ForAll("days") List<Map<Integer, Integer>> wishes) {
    Map<UUID, Expected> list = new HashMap<>();
    for (Map<Integer, Integer> wish : wishes) {
      List<Expected> wanted = new ArrayList<>();
      wish.forEach((person, unit) -> wanted.add(expected(person, unit)));
      DayPlan plan = DayPlan.of(wanted, list.values());
      Set<UUID> touched = new HashSet<>();
      List.of(plan.added(), plan.moved(), plan.withdrawn())
          .forEach(some -> some.forEach(it -> assertThat(touched.add(it.person())).isTrue()));
      plan.added().forEach(it -> assertThat(list.put(it.person(), it)).isNull());
      plan.moved().forEach(it -> list.put(it.person(), it.in(State.MISSING, it.turn() + 1)));
      plan.withdrawn().forEach(it -> list.put(it.person(), it.in(State.WITHDRAWN, it.turn())));
      Map<UUID, UUID> now = new HashMap<>();
      list.values().stream()
          .filter(it -> it.state() != State.WITHDRAWN)
          .forEach(it -> now.put(it.person(), it.unit()));
      Map<UUID, UUID> asked = new HashMap<>();
      wanted.forEach(it -> asked.put(it.person(), it.unit()));
      assertThat(now).isEqualTo(asked);
      assertThat(DayPlan.of(wanted, list.values()).isEmpty()).isTrue();
    }
  }

  private static Expected expected(int person, int unit) {
    return new Expected(
        MONDAY,
        new UUID(1, person),
        new UUID(2, unit),
        null,
        new Expectation(
            ExpectedBy.EVERY_DAY,
            null,
            Instant.parse("2022-03-06T16:00:00Z"),
            Instant.parse("2022-03-07T16:00:00Z")),
        0,
        State.MISSING);
  }

  @Provide
  static Arbitrary<List<Map<Integer, Integer>>> days() {
    Arbitrary<Integer> few = Arbitraries.integers().between(1, 6);
    return Arbitraries.maps(few, few).ofMaxSize(6).list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  static Arbitrary<Member> members() {
    return Combinators.combine(
            Arbitraries.of(Family.class),
            Arbitraries.of("department", "shift_team", "project", "enterprise", "village"),
            Arbitraries.of("", "驻厂"))
        .as((family, kind, role) -> member(family, kind, role));
  }

  @Provide
  static Arbitrary<Pattern> patterns() {
    Arbitrary<Integer> hours = Arbitraries.integers().between(0, 23);
    Arbitrary<Pattern> cycles =
        Combinators.combine(
                hours, hours, Arbitraries.of("a", "b", "休").list().ofMinSize(1).ofMaxSize(8))
            .as((from, until, turns) ->
                new Pattern.Cycle(
                    MONDAY,
                    turns,
                    Map.of(
                        "a", new Pattern.Shift(LocalTime.of(from, 0), LocalTime.of(until, 0)),
                        "b", new Pattern.Shift(LocalTime.of(8, 0), LocalTime.of(20, 0)))));
    Arbitrary<Pattern> weeks =
        Arbitraries.of(DayOfWeek.class).set().ofMinSize(1).map(Pattern.Week::new);
    return Arbitraries.oneOf(
        cycles,
        weeks,
        Arbitraries.just(new Pattern.EveryDay()),
        Arbitraries.just(new Pattern.Frequency(MONDAY)));
  }
}
