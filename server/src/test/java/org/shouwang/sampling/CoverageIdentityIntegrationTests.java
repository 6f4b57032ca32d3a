package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shouwang.sampling.RoundPark.at;
import static org.shouwang.sampling.RoundPark.opened;
import static org.shouwang.sampling.RoundPark.planned;
import static org.shouwang.sampling.RoundPark.swab;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Random swabs, undoings, repetitions, walk-ins, exemptions and slots, each in its own order,
 * compared with a plain reckoning after every step: expected is always tested, exempt and missing.
 */
class CoverageIdentityIntegrationTests extends IntegrationTest {

  private static final LocalDate DAY = LocalDate.parse("2021-10-12");
  private static final int PEOPLE = 30;
  private static final int STEPS = 120;

  @LocalServerPort int port;
  @Autowired Rounds rounds;
  @Autowired RoundStore store;
  @Autowired RoundBoard board;
  @Autowired ExpectedStore expected;
  @Autowired ExemptionStore exemptions;
  @Autowired SlotStore slots;
  @Autowired WorldClock world;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;

  private Duration offset = Duration.ZERO;
  private RoundPark park;
  private UUID round;
  private UUID point;
  private final List<UUID> units = new ArrayList<>();
  private final List<UUID> people = new ArrayList<>();
  private final List<UUID> walkIns = new ArrayList<>();

  // the plain reckoning
  private final Map<UUID, Set<UUID>> live = new HashMap<>();
  private final Set<UUID> listed = new HashSet<>();
  private final Set<UUID> exempted = new HashSet<>();
  private final Set<UUID> dead = new HashSet<>();

  @BeforeEach
  void aRound() {
    offset = world.offset();
    world.set(at(DAY, "06:00"), 0);
    park = new RoundPark(jdbc);
    point = park.place("sampling_point");
    for (int i = 0; i < 3; i++) {
      units.add(park.unit("department", park.group));
    }
    for (int i = 0; i < PEOPLE; i++) {
      UUID person =
          park.person(
              units.get(i % 3), i % 7 == 0 ? "医护人员" : "电工", DAY.minusDays(5), DAY.plusDays(5));
      people.add(person);
    }
    for (int i = 0; i < 6; i++) {
      walkIns.add(park.stranger());
    }
    Browser manager = park.account(port, "sampling_lead", null);
    round = opened(manager, planned(at(DAY, "07:00"), at(DAY, "20:00"), List.of(park.group)));
    listed.addAll(people);
  }

  @AfterEach
  void goBack() {
    park.quiet();
    world.set(Instant.now().plus(offset), 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20220308, 77})
  void theIdentityHoldsAfterEveryStepAndEqualsAPlainReckoning(long seed) {
    Random random = new Random(seed);
    List<Tested> all = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      transaction.executeWithoutResult(status -> step(random, all));
      if (random.nextInt(10) == 0) {
        transaction.executeWithoutResult(status -> store.gather());
      }
      same();
    }
    assertThat(live.values().stream().filter(it -> !it.isEmpty()).count()).isPositive();
    assertThat(exempted).isNotEmpty();
  }

  private void step(Random random, List<Tested> all) {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> {
        List<Tested> batch = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
          UUID person =
              random.nextInt(6) == 0
                  ? walkIns.get(random.nextInt(walkIns.size()))
                  : people.get(random.nextInt(people.size()));
          batch.add(
              swab(
                  person,
                  at(DAY, "08:00").plusSeconds(random.nextInt(30_000)),
                  point,
                  random.nextBoolean() ? round : null));
        }
        tested(batch);
        all.addAll(batch);
      }
      case 4 -> {
        if (!all.isEmpty()) {
          tested(List.of(all.get(random.nextInt(all.size())))); // it came twice
        }
      }
      case 5, 6 -> {
        if (!all.isEmpty()) {
          undone(all.get(random.nextInt(all.size())));
        }
      }
      case 7 -> {
        Tested later = swab(people.get(random.nextInt(PEOPLE)), at(DAY, "09:00"), point, round);
        undone(later); // before its swab
        all.add(later);
      }
      case 8 -> exempt(people.get(random.nextInt(PEOPLE)));
      default -> {
        slots.put(
            round,
            List.of(
                new SlotStore.Wanted(
                    units.get(random.nextInt(3)),
                    null,
                    random.nextBoolean() ? point : UUID.randomUUID(),
                    at(DAY, "08:00"),
                    at(DAY, "09:00"))),
            "x");
        expected.follow(round);
      }
    }
  }

  private void tested(List<Tested> batch) {
    rounds.tested(batch);
    for (Tested swab : batch) {
      if (!dead.contains(swab.swab())) {
        listed.add(swab.person());
        live.computeIfAbsent(swab.person(), key -> new HashSet<>()).add(swab.swab());
      }
    }
  }

  private void undone(Tested swab) {
    rounds.undone(List.of(swab));
    dead.add(swab.swab());
    live.getOrDefault(swab.person(), new HashSet<>()).remove(swab.swab());
  }

  private void exempt(UUID person) {
    ExemptionStore.By one = new ExemptionStore.By(UUID.randomUUID(), "甲", world.now());
    ExemptionStore.By other = new ExemptionStore.By(UUID.randomUUID(), "乙", world.now());
    UUID id = UUID.randomUUID();
    if (exemptions.ask(id, round, person, "medical", null, one)) {
      exemptions.decide(id, "asked", "approved", other);
      expected.exempt(round, person);
      exempted.add(person);
    }
  }

  private void same() {
    long tested = listed.stream().filter(this::isTested).count();
    long exempt = listed.stream().filter(it -> !isTested(it) && exempted.contains(it)).count();
    RoundBoard.Total total =
        board.totals(List.of(round), null).getOrDefault(round, RoundBoard.Total.NOTHING);
    assertThat(total)
        .isEqualTo(new RoundBoard.Total(tested, exempt, listed.size() - tested - exempt));
    assertThat(total.expected()).isEqualTo(listed.size());
    RoundBoard.Total rows =
        jdbc.sql(
                """
                select count(*) filter (where state = 'tested'),
                       count(*) filter (where state = 'exempt'),
                       count(*) filter (where state = 'missing')
                from sampling.expected where round_id = ?
                """)
            .param(round)
            .query((row, n) -> new RoundBoard.Total(row.getLong(1), row.getLong(2), row.getLong(3)))
            .single();
    assertThat(total).isEqualTo(rows);
    long byCounts =
        board.counts(round).stream()
            .mapToLong(it -> it.tested() + it.exempt() + it.missing())
            .sum();
    assertThat(byCounts).isEqualTo(listed.size());
    assertThat(board.counts(round))
        .allMatch(it -> it.tested() >= 0 && it.exempt() >= 0 && it.missing() >= 0);
  }

  private boolean isTested(UUID person) {
    return !live.getOrDefault(person, Set.of()).isEmpty();
  }

  @Test
  void manyAtOnceCountEachPersonOnce() throws Exception {
    List<Tested> swabs = new ArrayList<>();
    for (UUID person : people) {
      swabs.add(swab(person, at(DAY, "08:00"), point, round));
      swabs.add(swab(person, at(DAY, "08:01"), point, null));
    }
    for (UUID person : walkIns) {
      swabs.add(swab(person, at(DAY, "08:02"), point, round));
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 6; thread++) {
        List<Tested> own = new ArrayList<>(swabs);
        Collections.shuffle(own, new Random(thread));
        running.add(
            pool.submit(() -> {
              for (int i = 0; i < own.size(); i += 5) {
                List<Tested> batch = own.subList(i, Math.min(i + 5, own.size()));
                transaction.executeWithoutResult(status -> rounds.tested(batch));
              }
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    assertThat(board.totals(List.of(round), null).get(round))
        .isEqualTo(new RoundBoard.Total(PEOPLE + walkIns.size(), 0, 0));
  }
}
