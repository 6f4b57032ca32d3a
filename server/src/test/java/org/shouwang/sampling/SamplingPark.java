package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.shouwang.CallerFixtures;
import org.shouwang.IntegrationTest;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.Fact;
import org.shouwang.capture.FactHandler;
import org.shouwang.capture.FactHandler.Accepted;
import org.shouwang.capture.PersonReference;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Caller;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.ObjectMapper;

/** A park with two sampling points and a unit, and facts of it as the door would hand them on. */
@Import(StandIns.class)
abstract class SamplingPark extends IntegrationTest {

  @Autowired List<FactHandler> handlers;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired ObjectMapper json;
  @Autowired WorldClock world;
  @Autowired StandIns.Told told;
  @Autowired StandIns.Counted counted;
  @Autowired TubeStore tubes;
  @LocalServerPort int port;

  UUID unit = UUID.randomUUID();
  UUID point = UUID.randomUUID();
  UUID otherPoint = UUID.randomUUID();
  UUID round = UUID.randomUUID();
  Instant start = Instant.EPOCH;

  @BeforeEach
  void park() {
    start = world.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(7_200);
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', ?)")
        .params(unit, unit.toString(), "单位" + unit, "集团 / 单位" + unit)
        .update();
    for (UUID place : List.of(point, otherPoint)) {
      jdbc.sql(
              """
              insert into people.place (id, code, name, kind, level)
              values (?, ?, ?, 'sampling_point', 'none')
              """)
          .params(place, place.toString(), "采样点" + place)
          .update();
    }
  }

  UUID person() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, '张小三', 'employee', 'shift_worker', ?)
            """)
        .params(id, unit)
        .update();
    return id;
  }

  static String code() {
    String payload = "QC%010d".formatted(ThreadLocalRandom.current().nextLong(10_000_000_000L));
    return payload + TubeCode.checkDigit(payload);
  }

  /** A fact on its way. */
  Arrived fact(
      String type, @Nullable UUID place, @Nullable UUID person, Instant at, String data) {
    Caller device = CallerFixtures.device(UUID.randomUUID(), place == null ? point : place);
    Fact fact =
        new Fact(
            UuidCreator.getTimeOrderedEpoch(),
            type,
            at,
            null,
            place,
            person == null ? null : new PersonReference.ById(person),
            json.readTree(data));
    return new Arrived(fact, at, 0, person, false, Set.of(), device, world.now());
  }

  Arrived swab(String tube, UUID person, Instant at, String more) {
    return swab(tube, person, point, at, 10, "round", more);
  }

  Arrived swab(
      String tube, UUID person, UUID place, Instant at, int pool, String purpose, String more) {
    return fact(
        "sampling.swab",
        place,
        person,
        at,
        """
        {"tube":"%s","pool":%d,"purpose":"%s","round":"%s"%s}
        """
            .formatted(tube, pool, purpose, round, more));
  }

  Arrived seal(String tube, Instant at, int swabs) {
    return fact(
        "sampling.seal", point, null, at, "{\"tube\":\"%s\",\"swabs\":%d}".formatted(tube, swabs));
  }

  Arrived custody(String step, String tube, Instant at) {
    return fact(
        "sampling.custody",
        point,
        null,
        at,
        "{\"step\":\"%s\",\"tubes\":[\"%s\"],\"to\":\"实验室\",\"temperature\":4.0}"
            .formatted(step, tube));
  }

  Arrived result(String tube, String step, String value, Instant at) {
    return fact(
        "sampling.result",
        null,
        null,
        at,
        "{\"tube\":\"%s\",\"step\":\"%s\",\"result\":\"%s\",\"reportedAt\":\"%s\"}"
            .formatted(tube, step, value, at));
  }

  Arrived undo(UUID swab, Instant at) {
    return fact("sampling.undo", point, null, at, "{\"swab\":\"%s\"}".formatted(swab));
  }

  static UUID id(Arrived fact) {
    return fact.fact().id();
  }

  List<FactHandler.Judgement> judge(List<Arrived> facts) {
    return handler(facts).judge(facts);
  }

  private FactHandler handler(List<Arrived> facts) {
    String type = facts.getFirst().fact().type();
    return handlers.stream().filter(it -> it.type().equals(type)).findFirst().orElseThrow();
  }

  /** Takes facts of one type in one commit; their verdicts. */
  List<Object> take(List<Arrived> facts) {
    List<Accepted> accepted = new ArrayList<>();
    for (FactHandler.Judgement each : judge(facts)) {
      assertThat(each).isInstanceOf(Accepted.class);
      accepted.add((Accepted) each);
    }
    transaction.executeWithoutResult(status -> handler(facts).record(accepted));
    List<Object> verdicts = new ArrayList<>();
    accepted.forEach(it -> verdicts.add(it.verdict() == null ? "" : it.verdict()));
    return verdicts;
  }

  Object take(Arrived fact) {
    return take(List.of(fact)).getFirst();
  }

  Swabs.Verdict swabbed(Arrived fact) {
    return (Swabs.Verdict) take(fact);
  }

  TubeRow tube(String code) {
    return Objects.requireNonNull(tubes.read(List.of(code)).get(code));
  }

  /** A tube of these people, sealed and at the laboratory. */
  void received(String code, List<UUID> people, int pool, String purpose, Instant at) {
    List<Arrived> swabs = new ArrayList<>();
    for (int i = 0; i < people.size(); i++) {
      swabs.add(swab(code, people.get(i), point, at.plusSeconds(i), pool, purpose, ""));
    }
    take(swabs);
    take(seal(code, at.plusSeconds(100), people.size()));
    take(custody("received", code, at.plusSeconds(200)));
  }

  List<String> conflicts(String tube, String state) {
    return jdbc.sql("select kind from sampling.conflict where tube = ? and state = ? order by kind")
        .params(tube, state)
        .query(String.class)
        .list();
  }

  /** State of the re-swab duty of a person; null: none. */
  @Nullable String reswab(UUID person) {
    return jdbc.sql(
            """
            select state from duties.duty where kind = 'sampling.reswab' and subject_id = ?
            order by due_at desc limit 1
            """)
        .param(person)
        .query(String.class)
        .optional()
        .orElse(null);
  }

  List<UUID> people(int count) {
    List<UUID> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      people.add(person());
    }
    return people;
  }

  Map<String, Object> row(String sql, Object... values) {
    return jdbc.sql(sql).params(values).query().singleRow();
  }
}
