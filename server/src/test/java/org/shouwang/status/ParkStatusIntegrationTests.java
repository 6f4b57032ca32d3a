package org.shouwang.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Evidence and the history on a real database. */
class ParkStatusIntegrationTests extends IntegrationTest {

  private static final Actor WHO = new Actor("account", UUID.randomUUID(), "联络员");

  @Autowired ParkStatus status;
  @Autowired StatusClock clock;
  @Autowired Evaluation evaluation;
  @Autowired StatusStore store;
  @Autowired WorldClock world;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;

  private Instant ago(int hours) {
    return world.now().minus(Duration.ofHours(hours)).truncatedTo(ChronoUnit.MICROS);
  }

  static NewEvidence evidence(
      UUID person, EvidenceKind kind, Map<String, String> detail, Instant at) {
    return evidence(person, kind, detail, at, null);
  }

  static NewEvidence evidence(
      UUID person,
      EvidenceKind kind,
      Map<String, String> detail,
      Instant at,
      @Nullable Instant until) {
    return new NewEvidence(
        UUID.randomUUID(), person, kind, detail, at, until, "test", UUID.randomUUID());
  }

  private static NewEvidence tube(UUID person, Instant at) {
    return evidence(
        person, EvidenceKind.POOL_RESULT, Map.of("result", "positive", "tube", "QC1"), at);
  }

  private static NewEvidence negative(UUID person, Instant at) {
    return evidence(person, EvidenceKind.TEST_RESULT, Map.of("result", "negative"), at);
  }

  private UUID worker(UUID unit) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, '管控', 'employee', 'shift_worker', ?)
            """)
        .params(id, unit)
        .update();
    return id;
  }

  private UUID unit() {
    UUID unit = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(unit, unit.toString(), "单位" + unit)
        .update();
    return unit;
  }

  private long count(String sql, Object... params) {
    return jdbc.sql(sql).params(params).query(Long.class).single();
  }

  @Test
  void evidenceRestrictsAtOnceAndTheSameAgainChangesNothing() {
    UUID person = UUID.randomUUID();
    NewEvidence tube = tube(person, ago(2));
    assertThat(status.take(List.of(tube, tube), WHO)).isOne();
    assertThat(status.take(List.of(tube), WHO)).isZero();
    StatusView held = status.restricted(Set.of(person), world.now()).get(person);
    assertThat(held.level()).isEqualTo(Level.HELD);
    assertThat(held.labels()).containsExactly("resample");
    assertThat(held.since()).isEqualTo(tube.at());
    assertThat(status.restricted(world.now())).containsKey(person);
    assertThat(status.restricted(Set.of(person), ago(3))).isEmpty();
    assertThat(count("select count(*) from status.history where person_id = ?", person)).isOne();
  }

  @Test
  void withdrawnEvidenceUnwindsEverythingAndWhatWasThoughtIsKept() {
    UUID unit = unit();
    UUID person = worker(unit);
    NewEvidence tube = tube(person, ago(5));
    status.take(List.of(tube), WHO);
    assertThat(status.withdraw(List.of(tube.id()), "样本混淆", WHO, UUID.randomUUID())).isOne();
    assertThat(status.withdraw(List.of(tube.id()), "again", WHO, null)).isZero();
    assertThat(
            count(
                "select count(*) from channels.message where to_kind = 'person' and to_id = ? and text = 'status.withdrawn.free'",
                tube.person()))
        .as("the person is told, once")
        .isEqualTo(1);
    assertThat(status.withdraw(List.of(UUID.randomUUID()), "unknown", WHO, null)).isZero();
    assertThat(status.restricted(Set.of(person), world.now())).isEmpty();
    assertThat(status.restricted(world.now())).doesNotContainKey(person);
    assertThat(
            count(
                "select count(*) from status.history where person_id = ? and not upper_inf(recorded)",
                person))
        .isOne();
    assertThat(
            jdbc.sql(
                    """
                    select text from channels.message
                    where to_id = ? order by key
                    """)
                .param(unit)
                .query(String.class)
                .list())
        .contains("status.told.held", "status.told.free");
  }

  @Test
  void lateEvidenceRewritesWhatWasAndKeepsWhatWasThought() {
    UUID person = UUID.randomUUID();
    status.take(List.of(tube(person, ago(10))), WHO);
    status.take(List.of(negative(person, ago(4))), WHO);
    assertThat(status.restricted(Set.of(person), ago(5)).get(person).until())
        .isEqualTo(status.over(Set.of(person)).get(person).getFirst().until());
    assertThat(status.restricted(Set.of(person), ago(3))).isEmpty();
    NewEvidence late = evidence(person, EvidenceKind.SYMPTOMS, Map.of("symptom", "fever"), ago(20));
    status.take(List.of(late), WHO);
    assertThat(status.restricted(Set.of(person), ago(15))).containsKey(person);
    assertThat(count("select count(*) from status.history where person_id = ?", person))
        .isEqualTo(4);
  }

  @Test
  void anyOrderInAnyBatchesGivesTheSameHistory() {
    Random random = new Random(7);
    List<String> histories = new ArrayList<>();
    List<NewEvidence> model = new ArrayList<>();
    UUID first = UUID.randomUUID();
    for (int i = 0; i < 12; i++) {
      Instant at = ago(200 - i * 13);
      model.add(
          switch (i % 4) {
            case 0 -> tube(first, at);
            case 1 -> negative(first, at);
            case 2 ->
                evidence(
                    first, EvidenceKind.SYMPTOMS, Map.of("symptom", "fever"), at, ago(150 - i));
            default -> evidence(first, EvidenceKind.MISSED_ROUND, Map.of(), at);
          });
    }
    for (int n = 0; n < 6; n++) {
      UUID person = UUID.randomUUID();
      List<NewEvidence> mine = new ArrayList<>();
      for (NewEvidence one : model) {
        // the same low bits keep the order of ids within an instant
        UUID id = new UUID(person.getMostSignificantBits(), one.id().getLeastSignificantBits());
        NewEvidence copy =
            new NewEvidence(
                id, person, one.kind(), one.detail(), one.at(), one.until(), "test", id);
        mine.add(copy);
        if (random.nextInt(3) == 0) {
          mine.add(copy);
        }
      }
      Collections.shuffle(mine, random);
      for (int i = 0; i < mine.size(); ) {
        int to = Math.min(mine.size(), i + 1 + random.nextInt(4));
        status.take(mine.subList(i, to), WHO);
        i = to;
      }
      histories.add(
          jdbc.sql(
                  """
                  select string_agg(valid::text || level || labels::text, ' ' order by valid)
                  from status.history where person_id = ? and upper_inf(recorded)
                  """)
              .param(person)
              .query(String.class)
              .single());
    }
    assertThat(Set.copyOf(histories)).hasSize(1);
    assertThat(histories.getFirst()).contains("held");
  }

  @Test
  void theDatabaseLetsNoTwoKnownStatusesOverlapAndNothingBeChanged() {
    UUID person = UUID.randomUUID();
    status.take(List.of(tube(person, ago(9))), WHO);
    StatusStore.Row there = store.known(Set.of(person)).get(person).getFirst();
    assertThatThrownBy(() -> store.write(List.of(there), world.now()))
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("known_history_never_overlaps");
    for (String sql :
        List.of(
            "delete from status.history where person_id = ?",
            "update status.history set level = 'watched' where person_id = ?",
            "delete from status.evidence where person_id = ?",
            "update status.evidence set kind = 'x' where person_id = ?",
            "delete from status.withdrawal where person_id = ?")) {
      assertThatThrownBy(() -> jdbc.sql(sql).param(person).update())
          .as(sql)
          .rootCause()
          .hasMessageContaining("permission denied");
    }
    store.close(List.of(there), world.now());
    assertThatThrownBy(() ->
            jdbc.sql(
                    "update status.history set recorded = tstzrange(lower(recorded), null) where person_id = ?")
                .param(person)
                .update())
        .rootCause()
        .hasMessageContaining("closed once");
  }

  @Test
  void timeAloneFreesAtTheEndAndTellsOnce() {
    UUID unit = unit();
    UUID person = worker(unit);
    Instant until = world.now().plusSeconds(3_600).truncatedTo(ChronoUnit.MICROS);
    status.take(
        List.of(evidence(person, EvidenceKind.SYMPTOMS, Map.of("symptom", "fever"), ago(1), until)),
        WHO);
    assertThat(status.restricted(world.now()).get(person).until()).isEqualTo(until);
    clock.moveSome(until.plusSeconds(1));
    clock.moveSome(until.plusSeconds(2));
    assertThat(count("select count(*) from status.current where person_id = ?", person)).isZero();
    assertThat(
            count(
                "select count(*) from channels.message where to_id = ? and text = 'status.told.free'",
                unit))
        .isOne();
  }

  @Test
  void aStatusThatBeginsLaterBeginsByTheClock() {
    UUID person = UUID.randomUUID();
    Instant begins = world.now().plusSeconds(7_200).truncatedTo(ChronoUnit.MICROS);
    status.take(List.of(tube(person, begins)), WHO);
    assertThat(status.restricted(Set.of(person), world.now())).isEmpty();
    assertThat(status.restricted(Set.of(person), begins)).containsKey(person);
    clock.moveSome(begins.plusSeconds(1));
    assertThat(
            jdbc.sql("select level from status.current where person_id = ?")
                .param(person)
                .query(String.class)
                .single())
        .isEqualTo("held");
  }

  @Test
  void fiveThousandItemsTakeFewStatements() {
    List<NewEvidence> many = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      many.add(tube(UUID.randomUUID(), ago(1)));
    }
    long from = System.nanoTime();
    assertThat(status.take(many, WHO)).isEqualTo(5_000);
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(20));
    assertThat(status.restricted(many.stream().map(NewEvidence::person).toList(), world.now()))
        .hasSize(5_000);
  }

  @Test
  void twoAtOnceAboutTheSamePersonsNeitherLoseNorDoubleAnything() throws Exception {
    List<UUID> persons = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      persons.add(UUID.randomUUID());
    }
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      int mine = n;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                List<UUID> shuffled = new ArrayList<>(persons);
                Collections.shuffle(shuffled, new Random(mine));
                status.take(
                    shuffled.stream().map(person -> tube(person, ago(3 + mine))).toList(), WHO);
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(status.over(persons))
        .hasSize(50)
        .allSatisfy((person, views) -> {
          assertThat(views).hasSize(1);
          assertThat(views.getFirst().since()).isBefore(ago(5));
        });
  }

  @Test
  void twoInstancesMoveWhatIsDueOnceEach() throws Exception {
    UUID unit = unit();
    Instant until = world.now().plusSeconds(60_000).truncatedTo(ChronoUnit.MICROS);
    List<NewEvidence> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(
          evidence(worker(unit), EvidenceKind.SYMPTOMS, Map.of("symptom", "fever"), ago(1), until));
    }
    status.take(many, WHO);
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < 2; n++) {
      threads.add(Thread.ofVirtual().start(() -> clock.moveSome(until.plusSeconds(1))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    clock.moveSome(until.plusSeconds(1));
    assertThat(count("select count(*) from status.current where unit_id = ?", unit)).isZero();
    assertThat(
            count(
                """
                select sum((args ->> 'count')::int) from channels.message
                where to_id = ? and text = 'status.told.free'
                """,
                unit))
        .isEqualTo(300);
  }
}
