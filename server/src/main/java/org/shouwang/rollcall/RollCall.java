package org.shouwang.rollcall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.EvidenceWanted;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.shouwang.policy.Policy;
import org.shouwang.rollcall.DayPlan.Expected;
import org.shouwang.rollcall.DayPlan.State;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Who is expected on a day, and who of them is accounted for. */
@Service
public class RollCall {

  static final String PERSON_DUTY = "rollcall.person";
  static final String REPORT_DUTY = "rollcall.report";

  /** What an evidence must say to account for somebody. */
  static final Map<String, String> ACCOUNTS = Map.of("accounts", "yes");

  private static final String NO_LONGER = "当日不再应到 (no longer expected)";
  private static final String ELSEWHERE = "单位或班次已变 (other unit or shift)";
  private static final String RESIDENTS_EVERY = "rollcall.resident_every_days";
  private static final String REPORT_HOUR = "rollcall.report_due_hour";
  private static final int AT_ONCE = 5_000;
  private static final UUID FIRST = new UUID(0, 0);
  private static final UUID LAST = new UUID(-1, -1);

  private final ExpectedStore store;
  private final PatternStore patterns;
  private final RollCallBoard board;
  private final Duties duties;
  private final Policy policy;
  private final WorldClock world;
  private final TransactionTemplate transaction;
  private final ExpectedRules rules = new ExpectedRules(WorldClock.ZONE);

  RollCall(
      ExpectedStore store,
      PatternStore patterns,
      RollCallBoard board,
      Duties duties,
      Policy policy,
      WorldClock world,
      TransactionTemplate transaction) {
    this.store = store;
    this.patterns = patterns;
    this.board = board;
    this.duties = duties;
    this.policy = policy;
    this.world = world;
    this.transaction = transaction;
  }

  /**
   * How many of a unit, those of the units below it not included.
   *
   * @param expected those who must be accounted for: accounted and missing
   * @param exempt let off by somebody's decision, not among the expected
   */
  public record UnitCount(UUID unit, long expected, long accounted, long exempt) {

    /** Of whom nothing shows where they are. */
    public long missing() {
      return expected - accounted;
    }
  }

  /** Counts of all units that have somebody on the list of a day. */
  public List<UnitCount> counts(LocalDate day) {
    return board.counts(day);
  }

  /** Where somebody stands who is listed. */
  public enum Standing {
    /** Both of the others. */
    EXPECTED,
    /** Something shows where they are. */
    ACCOUNTED,
    /** Nothing does. */
    MISSING
  }

  /**
   * Somebody on the list of a day.
   *
   * @param id of the line: a person may have two turns on a day
   */
  public record Listed(UUID id, UUID person, UUID unit, Instant at, boolean missing) {}

  /** Who is on the list of a day within a scope, by key; as many as the counts say. */
  public Page<Listed> listed(
      LocalDate day,
      Standing standing,
      Scope scope,
      @org.jspecify.annotations.Nullable String after,
      int limit) {
    ListKey key = Page.decode(after, ListKey::read);
    return Page.of(
            board.listed(day, standing, scope, key, limit + 1),
            limit,
            row -> row.person() + " " + row.turn())
        .map(row ->
            new Listed(
                UUID.nameUUIDFromBytes(
                    row.dutyKey(day).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                row.person(),
                row.unit(),
                row.stateAt(),
                row.state() == State.MISSING));
  }

  /** The key a list goes on from. */
  record ListKey(UUID person, int turn) {

    static ListKey read(String text) {
      return new ListKey(
          PlainValues.uuid(text.substring(0, text.indexOf(' '))),
          Integer.parseInt(text.substring(text.indexOf(' ') + 1)));
    }
  }

  /**
   * Puts the list of a day right: whom the rules expect now is on it, each with one duty, and each
   * unit that has people has the duty of its daily report. May be called again at any time.
   */
  public void open(LocalDate day) {
    Day given = day(day);
    Set<UUID> reporting = new HashSet<>();
    UUID after = FIRST;
    while (after != null) {
      UUID from = after;
      Chunk chunk = Objects.requireNonNull(transaction.execute(status -> chunk(given, from)));
      reporting.addAll(chunk.units());
      after = chunk.next();
    }
    transaction.executeWithoutResult(status -> {
      store.lock();
      reports(given, reporting);
      store.open(day, world.now());
    });
  }

  /** What the rules need to know of a day. */
  private record Day(
      LocalDate day,
      Units units,
      Map<UUID, Pattern> patterns,
      Map<UUID, Set<UUID>> lists,
      int residentEvery,
      int reportHour) {}

  private Day day(LocalDate day) {
    Instant noon = day.atTime(LocalTime.NOON).atZone(WorldClock.ZONE).toInstant();
    return new Day(
        day,
        store.units(),
        patterns.on(day),
        patterns.lists(day),
        number(noon, RESIDENTS_EVERY, 1),
        number(noon, REPORT_HOUR, 24));
  }

  private int number(Instant at, String key, int otherwise) {
    return policy.inForce(at).value(key) instanceof Number number ? number.intValue() : otherwise;
  }

  /** Units of the members gone through, and after whom to go on; null when all are done. */
  private record Chunk(Set<UUID> units, @org.jspecify.annotations.Nullable UUID next) {}

  private Chunk chunk(Day given, UUID after) {
    store.lock();
    List<Member> members = store.members(given.day(), after, AT_ONCE, given.units());
    boolean more = members.size() == AT_ONCE;
    UUID last = more ? members.getLast().person() : LAST;
    List<Expected> wanted = new ArrayList<>(members.size());
    Set<UUID> units = new HashSet<>();
    for (Member member : members) {
      if (member.family() != Family.NOBODY) {
        units.add(member.unit());
      }
      expected(given, member).ifPresent(wanted::add);
    }
    apply(DayPlan.of(wanted, store.kept(given.day(), after, last)));
    return new Chunk(units, more ? last : null);
  }

  private java.util.Optional<Expected> expected(Day given, Member member) {
    ExpectedRules.Given of =
        new ExpectedRules.Given(
            given.units().nearest(member.unit(), given.patterns()),
            given.units().nearest(member.unit(), given.lists()),
            given.residentEvery());
    UUID holder = member.family() == Family.RESIDENTS ? member.unit() : null;
    return rules
        .expected(member, given.day(), of)
        .map(expectation ->
            new Expected(
                given.day(),
                member.person(),
                member.unit(),
                holder,
                expectation,
                0,
                State.MISSING));
  }

  /**
   * Duties are taken back before the rows are moved: a fact that discharges one at the same moment
   * locks the duty first and the row after it, as we do.
   */
  private void apply(DayPlan plan) {
    if (plan.isEmpty()) {
      return;
    }
    Instant now = world.now();
    waive(plan.withdrawn(), NO_LONGER);
    waive(plan.moved().stream().filter(it -> it.state() == State.MISSING).toList(), ELSEWHERE);
    store.withdraw(plan.withdrawn(), now);
    List<Expected> fresh = new ArrayList<>(store.move(plan.moved(), now));
    store.add(plan.added(), now);
    fresh.addAll(plan.added());
    duties.create(fresh.stream().map(RollCall::duty).toList(), Actor.SYSTEM);
  }

  private void waive(List<Expected> rows, String reason) {
    if (!rows.isEmpty()) {
      duties.waive(
          duties.pending(PERSON_DUTY, rows.stream().map(Expected::dutyKey).toList()),
          reason,
          Actor.SYSTEM,
          null);
    }
  }

  private static NewDuty duty(Expected row) {
    Expectation expectation = row.expectation();
    return new NewDuty(
        row.dutyKey(),
        PERSON_DUTY,
        row.holder() == null ? Party.person(row.person()) : Party.unit(row.holder()),
        row.unit(),
        Party.person(row.person()),
        "",
        row.day(),
        expectation.from(),
        expectation.until(),
        new EvidenceWanted(
            Set.of(RollCallEvidence.PASS, AccountFacts.TYPE),
            ACCOUNTS,
            expectation.from(),
            expectation.until()),
        "daily",
        group(row.unit(), row.day()),
        null,
        null);
  }

  /** The collective duty of a unit on a day. */
  static UUID group(UUID unit, LocalDate day) {
    return UUID.nameUUIDFromBytes(
        (PERSON_DUTY + ":" + day + ":" + unit).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private void reports(Day given, Set<UUID> units) {
    Instant start = given.day().atStartOfDay(WorldClock.ZONE).toInstant();
    Instant end = given.day().plusDays(1).atStartOfDay(WorldClock.ZONE).toInstant();
    Instant due = start.plusSeconds(3_600L * given.reportHour());
    List<NewDuty> made =
        units.stream()
            .sorted()
            .map(unit ->
                new NewDuty(
                    given.day() + ":" + unit,
                    REPORT_DUTY,
                    Party.unit(unit),
                    unit,
                    Party.unit(unit),
                    "",
                    given.day(),
                    start,
                    due,
                    new EvidenceWanted(Set.of(ReportFacts.TYPE), Map.of(), start, end),
                    "daily",
                    null,
                    null,
                    null))
            .toList();
    duties.create(made, Actor.SYSTEM);
  }
}
