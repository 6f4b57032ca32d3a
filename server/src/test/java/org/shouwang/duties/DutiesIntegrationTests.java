package org.shouwang.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

class DutiesIntegrationTests extends IntegrationTest {

  /** Far ahead of other tests' time. */
  private static final LocalDate DAY = LocalDate.parse("2032-03-08");

  @Autowired Duties duties;
  @Autowired DutyBoard board;
  @Autowired DutyClock dutyClock;
  @Autowired ClockStore clockStore;
  @Autowired RememberedEvidence source;
  @Autowired WorldClock world;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcClient jdbc;

  private Duration offset = Duration.ZERO;
  private final String kind = "test.kind" + UUID.randomUUID().toString().substring(0, 8);
  private final UUID unit = UUID.randomUUID();

  @BeforeEach
  void standStill() {
    offset = world.offset();
    clock("06:00");
  }

  @AfterEach
  void goBack() {
    // what a test left pending must not climb in another one's time
    jdbc.sql(
            "update duties.duty set state = 'waived', next_at = null where kind = ? and state in ('waiting', 'open', 'late')")
        .param(kind)
        .update();
    world.set(Instant.now().plus(offset), 1);
  }

  @Test
  void theSameKeyAgainIsTheSameDuty() {
    NewDuty duty = duty("once", person(), null);
    assertThat(duties.create(List.of(duty, duty), Actor.SYSTEM)).isEqualTo(1);
    assertThat(duties.create(List.of(duty), Actor.SYSTEM)).isZero();
    assertThat(one("once").state()).isEqualTo(DutyState.OPEN);
    countersEqualTheRows();
  }

  @Test
  void aWindowOpensAndEndsByTheClockAndEachChangeIsLogged() {
    duties.create(List.of(duty("later", person(), null, "08:00", "10:00", null)), Actor.SYSTEM);
    assertThat(one("later").state()).isEqualTo(DutyState.WAITING);
    tickAt("07:59");
    assertThat(one("later").state()).isEqualTo(DutyState.WAITING);
    tickAt("08:00");
    assertThat(one("later").state()).isEqualTo(DutyState.OPEN);
    tickAt("10:00");
    assertThat(one("later").state()).isEqualTo(DutyState.LATE);
    assertThat(board.changes(one("later").id()))
        .extracting(it -> it.was() + ">" + it.state())
        .containsExactly("waiting>open", "open>late");
    countersEqualTheRows();
  }

  @Test
  void aStepIsClimbedOnceAlsoWhenTheClockGoesBackOrJumps() {
    duties.create(
        List.of(
            duty("step", person(), null, "06:00", "18:00", "daily"),
            duty("other", person(), null, "06:00", "18:00", "daily")),
        Actor.SYSTEM);
    tickAt("09:00");
    assertThat(one("step").step()).isEqualTo(1);
    tickAt("08:00");
    tickAt("09:00");
    assertThat(one("step").step()).isEqualTo(1);
    assertThat(one("step").version()).as("nothing happened a second time").isEqualTo(1);
    tickAt("15:30");
    assertThat(one("step").step()).as("two at once count as the last").isEqualTo(3);
    tickAt("18:00");
    assertThat(one("step").state()).isEqualTo(DutyState.LATE);
    tickAt("17:00");
    assertThat(one("step").state()).as("late stays late").isEqualTo(DutyState.LATE);
  }

  @Test
  void evidenceDischargesWhetherItComesBeforeInTimeOrAfter() {
    UUID early = UUID.randomUUID();
    UUID late = UUID.randomUUID();
    UUID never = UUID.randomUUID();
    show(early, "06:30", Map.of("accounts", "yes", "direction", "in"));
    clock("07:00");
    duties.create(
        List.of(
            duty("early", Party.person(early), wanted(Map.of("accounts", "yes"))),
            duty("late", Party.person(late), wanted(Map.of("accounts", "yes"))),
            duty("never", Party.person(never), wanted(Map.of("accounts", "yes")))),
        Actor.SYSTEM);
    assertThat(one("early").state()).isEqualTo(DutyState.DONE);
    tickAt("19:00");
    assertThat(one("late").state()).isEqualTo(DutyState.LATE);
    duties.discharge(List.of(show(late, "17:00", Map.of("accounts", "yes"))));
    assertThat(one("late").state()).isEqualTo(DutyState.DONE);
    duties.discharge(
        List.of(
            show(never, "17:00", Map.of("accounts", "no")),
            show(never, "05:00", Map.of("accounts", "yes")),
            show(never, "18:00", Map.of("accounts", "yes")),
            show(UUID.randomUUID(), "17:00", Map.of("accounts", "yes"))));
    assertThat(one("never").state()).isEqualTo(DutyState.LATE);
    countersEqualTheRows();
  }

  @Test
  void theSameEvidenceAgainChangesNothing() {
    UUID who = UUID.randomUUID();
    duties.create(List.of(duty("twice", Party.person(who), wanted(Map.of()))), Actor.SYSTEM);
    Evidence shown = show(who, "06:10", Map.of());
    assertThat(duties.discharge(List.of(shown))).isEqualTo(1);
    assertThat(duties.discharge(List.of(shown))).isZero();
    assertThat(one("twice").evidence()).isEqualTo(shown.factId());
    assertThat(board.changes(one("twice").id())).hasSize(1);
  }

  @Test
  void whatIsWaivedSaysWhyAndByWhom() {
    duties.create(List.of(duty("waived", person(), null)), Actor.SYSTEM);
    Actor lead = new Actor("account", UUID.randomUUID(), "赵组长");
    assertThat(duties.waive(List.of(one("waived").id()), "已调离", lead, null)).isEqualTo(1);
    assertThat(duties.waive(List.of(one("waived").id()), "又一次", lead, null)).isZero();
    assertThat(one("waived").reason()).isEqualTo("已调离");
    assertThat(board.changes(one("waived").id()).getFirst().actorName()).isEqualTo("赵组长");
    countersEqualTheRows();
  }

  @Test
  void whatIsHandedOnStandsUnderTheSameKeyWithTheNewHolder() {
    UUID who = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    duties.create(
        List.of(duty("handed", Party.person(who), wanted(Map.of()), "06:00", "18:00", "daily")),
        Actor.SYSTEM);
    tickAt("09:00");
    UUID first = one("handed").id();
    duties.passOn(List.of(first), Party.person(other), "换人", Actor.SYSTEM, null);
    assertThat(one("handed").holder()).isEqualTo(Party.person(other));
    assertThat(one("handed").step()).as("it goes on where it stood").isEqualTo(1);
    assertThat(duties.of(List.of(first)).getFirst().state()).isEqualTo(DutyState.PASSED_ON);
    tickAt("12:00");
    assertThat(one("handed").step()).isEqualTo(2);
    duties.discharge(List.of(show(who, "12:30", Map.of())));
    assertThat(one("handed").state()).isEqualTo(DutyState.DONE);
    countersEqualTheRows();
  }

  @Test
  void nobodysDutyIsWithTheLeadsWithinOneRound() {
    UUID away = UUID.randomUUID();
    UUID gone = UUID.randomUUID();
    UUID here = UUID.randomUUID();
    memberships(gone, DAY.minusDays(30), DAY);
    memberships(here, DAY.minusDays(30), null);
    duties.create(
        List.of(
            held("away", Party.person(away)),
            held("gone", Party.person(gone)),
            held("here", Party.person(here))),
        Actor.SYSTEM);
    duties.unavailable(List.of(new Duties.Absence(away, at("06:00"), at("20:00"), "隔离")));
    clock("06:01");
    dutyClock.tend();
    assertThat(one("away").holder()).isEqualTo(Party.unit(unit));
    assertThat(one("gone").holder()).isEqualTo(Party.unit(unit));
    assertThat(one("here").holder()).isEqualTo(Party.person(here));
    assertThat(one("away").state()).isEqualTo(DutyState.OPEN);
    countersEqualTheRows();
  }

  @Test
  void whatOpensAfterAHolderIsBackStaysTheirs() {
    UUID away = UUID.randomUUID();
    duties.create(
        List.of(
            held("while away", Party.person(away), "08:00"),
            held("once back", Party.person(away), "12:00")),
        Actor.SYSTEM);
    duties.unavailable(List.of(new Duties.Absence(away, at("06:00"), at("10:00"), "请假")));
    dutyClock.tend();
    assertThat(one("while away").holder()).isEqualTo(Party.unit(unit));
    assertThat(one("once back").holder()).isEqualTo(Party.person(away));
  }

  @Test
  void aCollectiveDutyKnowsItsMembers() {
    UUID group = UUID.randomUUID();
    List<NewDuty> members = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      members.add(grouped("member " + i, group));
    }
    duties.create(members, Actor.SYSTEM);
    duties.done(
        List.of(one("member 3").id(), one("member 4").id()), UUID.randomUUID(), Actor.SYSTEM);
    assertThat(duties.groups(List.of(group)).get(group))
        .containsEntry(DutyState.OPEN, 28L)
        .containsEntry(DutyState.DONE, 2L);
  }

  @Test
  void whatRecursIsMadeOnItsDaysOnce() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into duties.recurring (id, kind, unit_id, holder_kind, holder_id, subject_kind,
              subject_id, title, weekdays, opens, due, ladder, first_day)
            values (?, ?, ?, 'unit', ?, 'unit', ?, '晨检', '{1,3,5}', '06:00', '08:00', null, ?::date)
            """)
        .params(id, kind, unit, unit, unit, DAY.minusDays(6).toString())
        .update();
    dutyClock.tend();
    dutyClock.tend();
    // 2032-03-08 is a Monday: since Tuesday the 2nd there were Wednesday, Friday and this Monday
    assertThat(
            jdbc.sql("select day::text from duties.duty where kind = ? order by day")
                .param(kind)
                .query(String.class)
                .list())
        .containsExactly("2032-03-03", "2032-03-05", "2032-03-08");
    jdbc.sql("update duties.recurring set last_day = ?::date where id = ?")
        .params(DAY.toString(), id)
        .update();
  }

  @Test
  void manyWritersAtOnceLoseAndDoubleNothingAndCountersStayTrue() throws Exception {
    Random random = new Random(20220308);
    List<UUID> persons = IntStream.range(0, 200).mapToObj(i -> UUID.randomUUID()).toList();
    List<NewDuty> all = new ArrayList<>();
    for (int i = 0; i < persons.size(); i++) {
      all.add(duty("many " + i, Party.person(persons.get(i)), wanted(Map.of())));
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> made = new ArrayList<>();
      for (int n = 0; n < 8; n++) {
        List<NewDuty> mine = new ArrayList<>(all);
        Collections.shuffle(mine, random);
        made.add(pool.submit(() -> duties.create(mine, Actor.SYSTEM)));
      }
      int total = 0;
      for (Future<Integer> one : made) {
        total += one.get();
      }
      assertThat(total).isEqualTo(200);
      List<UUID> ids = keys(all).stream().map(Duty::id).toList();
      List<Future<Integer>> ended = new ArrayList<>();
      for (int n = 0; n < 8; n++) {
        List<UUID> mine = new ArrayList<>(ids);
        Collections.shuffle(mine, random);
        List<Evidence> shown =
            persons.stream()
                .map(who ->
                    new Evidence(
                        who,
                        RememberedEvidence.TYPE,
                        UUID.randomUUID(),
                        at("06:10"),
                        at("06:10"),
                        Map.of()))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(shown, random);
        boolean waives = n % 2 == 0;
        ended.add(
            pool.submit(() ->
                waives
                    ? duties.waive(mine, "演练", Actor.SYSTEM, null)
                    : transaction.execute(status -> duties.discharge(shown))));
      }
      int over = 0;
      for (Future<Integer> one : ended) {
        over += one.get();
      }
      assertThat(over).isEqualTo(200);
    }
    assertThat(keys(all)).noneMatch(it -> it.state().isPending());
    countersEqualTheRows();
  }

  @Test
  void whatIsEndedWhileItIsHandedOnEndsInTheOtherHands() throws Exception {
    for (String key : List.of("waived", "done", "given")) {
      duties.create(List.of(duty(key, person(), null)), Actor.SYSTEM);
    }
    Party chosen = person();
    Map<String, Function<List<UUID>, Integer>> acts =
        Map.of(
            "waived", ids -> duties.waive(ids, "演练", Actor.SYSTEM, null),
            "done", ids -> duties.done(ids, UUID.randomUUID(), Actor.SYSTEM),
            "given", ids -> duties.passOn(ids, chosen, "演练", Actor.SYSTEM, null));
    for (Map.Entry<String, Function<List<UUID>, Integer>> act : acts.entrySet()) {
      List<UUID> ids = List.of(one(act.getKey()).id());
      int ended =
          whileOpen(
              () -> duties.toLeads(ids, Reminders.UNAVAILABLE, Actor.SYSTEM),
              () -> act.getValue().apply(ids));
      assertThat(ended).as(act.getKey()).isEqualTo(1);
    }
    assertThat(one("waived").state()).isEqualTo(DutyState.WAIVED);
    assertThat(one("done").state()).isEqualTo(DutyState.DONE);
    assertThat(one("given").holder()).isEqualTo(chosen);
    countersEqualTheRows();
  }

  @Test
  void whatTheLeadsAreGivenWhileSomebodyChoosesStaysWithTheChosen() throws Exception {
    duties.create(List.of(duty("chosen", person(), null)), Actor.SYSTEM);
    List<UUID> ids = List.of(one("chosen").id());
    Party chosen = person();
    whileOpen(
        () -> duties.passOn(ids, chosen, "演练", Actor.SYSTEM, null),
        () ->
            transaction.execute(
                status -> duties.toLeads(ids, Reminders.UNAVAILABLE, Actor.SYSTEM)));
    assertThat(one("chosen").holder()).isEqualTo(chosen);
  }

  @Test
  void evidenceThatComesWhileADutyIsHandedOnDischargesIt() throws Exception {
    UUID who = UUID.randomUUID();
    duties.create(List.of(duty("meanwhile", Party.person(who), wanted(Map.of()))), Actor.SYSTEM);
    List<UUID> ids = List.of(one("meanwhile").id());
    Evidence shown = show(who, "06:10", Map.of());
    whileOpen(
        () -> duties.toLeads(ids, Reminders.UNAVAILABLE, Actor.SYSTEM),
        () -> transaction.execute(status -> duties.discharge(List.of(shown))));
    lookedAt("meanwhile");
    assertThat(one("meanwhile").state()).isEqualTo(DutyState.DONE);
    assertThat(one("meanwhile").evidence()).isEqualTo(shown.factId());
    countersEqualTheRows();
  }

  @Test
  void evidenceThatComesWhileADutyIsMadeDischargesIt() throws Exception {
    UUID who = UUID.randomUUID();
    AtomicReference<Evidence> shown = new AtomicReference<>();
    transaction.executeWithoutResult(status -> {
      duties.create(List.of(duty("made", Party.person(who), wanted(Map.of()))), Actor.SYSTEM);
      shown.set(show(who, "06:10", Map.of()));
      try (ExecutorService other = Executors.newSingleThreadExecutor()) {
        other.submit(() -> transaction.execute(it -> duties.discharge(List.of(shown.get()))));
      }
    });
    lookedAt("made");
    assertThat(one("made").state()).isEqualTo(DutyState.DONE);
    assertThat(one("made").evidence()).isEqualTo(shown.get().factId());
    assertThat(
            jdbc.sql("select count(*) from duties.again where ? = any (duties)")
                .param(one("made").id())
                .query(Long.class)
                .single())
        .as("looked at once")
        .isZero();
  }

  /** Looks at all that is to be looked at again; the timer may be at it, too. */
  private void lookedAt(String key) throws InterruptedException {
    duties.lookAgain();
    Instant longest = Instant.now().plusSeconds(10);
    while (one(key).state().isPending() && Instant.now().isBefore(longest)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Does one thing in a transaction that ends only when the other waits for it. */
  private int whileOpen(Runnable first, Callable<Integer> other) throws Exception {
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      AtomicReference<Future<Integer>> waiting = new AtomicReference<>();
      transaction.executeWithoutResult(status -> {
        first.run();
        waiting.set(pool.submit(other));
        Instant longest = Instant.now().plusSeconds(20);
        while (!somebodyWaits()) {
          assertThat(Instant.now()).isBefore(longest);
        }
      });
      return waiting.get().get();
    }
  }

  private boolean somebodyWaits() {
    return jdbc.sql(
            """
            select exists (select from pg_stat_activity
                           where pg_backend_pid() = any (pg_blocking_pids(pid)))
            """)
        .query(Boolean.class)
        .single();
  }

  private List<Duty> keys(List<NewDuty> some) {
    return duties.byKeys(kind, some.stream().map(NewDuty::key).toList());
  }

  private void countersEqualTheRows() {
    countersEqualTheRowsNow();
    transaction.executeWithoutResult(status -> clockStore.gather());
    countersEqualTheRowsNow();
  }

  private void countersEqualTheRowsNow() {
    Map<DutyState, Long> counted =
        duties.counts(Set.of(kind), DAY.minusDays(10), DAY.plusDays(1)).stream()
            .collect(
                Collectors.groupingBy(DutyCount::state, Collectors.summingLong(DutyCount::count)));
    Map<DutyState, Long> rows =
        jdbc
            .sql("select state, count(*) as n from duties.duty where kind = ? group by state")
            .param(kind)
            .query((row, n) -> Map.entry(DutyState.of(row.getString(1)), row.getLong(2)))
            .list()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(counted).isEqualTo(rows).isNotEmpty();
  }

  private void memberships(UUID person, LocalDate from, @Nullable LocalDate until) {
    UUID place = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', ?)")
        .params(place, place.toString(), place.toString(), place.toString())
        .update();
    jdbc.sql(
            "insert into people.person (id, name, kind, class_of_person) values (?, '试', 'employee', 'shift_worker')")
        .param(person)
        .update();
    jdbc.sql(
            "insert into people.membership (person_id, unit_id, class_of_person, during) values (?, ?, 'shift_worker', daterange(?::date, ?::date))")
        .params(person, place, from.toString(), until == null ? null : until.toString())
        .update();
  }

  private Evidence show(UUID who, String time, Map<String, String> facets) {
    Evidence evidence =
        new Evidence(who, RememberedEvidence.TYPE, UUID.randomUUID(), at(time), at(time), facets);
    source.remember(evidence);
    return evidence;
  }

  private static EvidenceWanted wanted(Map<String, String> facets) {
    return new EvidenceWanted(Set.of(RememberedEvidence.TYPE), facets, at("06:00"), at("18:00"));
  }

  private Party person() {
    return Party.person(UUID.randomUUID());
  }

  private NewDuty held(String key, Party holder) {
    return held(key, holder, "06:00");
  }

  private NewDuty held(String key, Party holder, String opens) {
    return new NewDuty(
        key,
        kind,
        holder,
        unit,
        holder,
        "",
        DAY,
        at(opens),
        at("18:00"),
        null,
        null,
        null,
        null,
        null);
  }

  private NewDuty grouped(String key, UUID group) {
    return new NewDuty(
        key,
        kind,
        Party.unit(unit),
        unit,
        person(),
        "",
        DAY,
        at("06:00"),
        at("18:00"),
        null,
        null,
        group,
        null,
        null);
  }

  private NewDuty duty(String key, Party subject, @Nullable EvidenceWanted evidence) {
    return duty(key, subject, evidence, "06:00", "18:00", null);
  }

  private NewDuty duty(
      String key,
      Party subject,
      @Nullable EvidenceWanted evidence,
      String opens,
      String due,
      @Nullable String ladder) {
    return new NewDuty(
        key,
        kind,
        Party.unit(unit),
        unit,
        subject,
        "",
        DAY,
        at(opens),
        at(due),
        evidence,
        ladder,
        null,
        null,
        null);
  }

  private Duty one(String key) {
    return duties.byKeys(kind, List.of(key)).getFirst();
  }

  private void tickAt(String time) {
    clock(time);
    dutyClock.tick();
  }

  private void clock(String time) {
    world.set(at(time), 0);
  }

  private static Instant at(String time) {
    return Instant.parse(DAY + "T" + time + ":00+08:00");
  }
}
