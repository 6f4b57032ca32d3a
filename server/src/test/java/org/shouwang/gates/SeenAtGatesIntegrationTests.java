package org.shouwang.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.CallerFixtures;
import org.shouwang.IntegrationTest;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.Fact;
import org.shouwang.capture.FactHandler.Accepted;
import org.shouwang.capture.PersonReference;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.status.Level;
import org.shouwang.status.ParkStatus;
import org.shouwang.status.StatusView;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.ObjectMapper;

/** What guards see becomes evidence of the control status, and the status stands at other gates. */
class SeenAtGatesIntegrationTests extends IntegrationTest {

  private static final Instant DAY = Instant.parse("2022-03-10T00:00:00Z");

  @Autowired GatePasses handler;
  @Autowired ParkStatus status;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;
  @Autowired ObjectMapper json;
  @Autowired WorldClock world;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  private UUID gate;
  private UUID unit;

  @BeforeEach
  void aGateInMarch() throws InterruptedException {
    offset = world.offset();
    world.set(DAY.plus(Duration.ofHours(12)), 0);
    UUID zone = place("plant", "plant", null);
    gate = place("plant_gate", "none", zone);
    unit = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(unit, unit.toString(), "单位" + unit)
        .update();
    Thread.sleep(1_050); // the places in memory are a second old at most
  }

  @AfterEach
  void back() {
    world.set(Instant.now().plus(offset), 1);
  }

  private UUID place(String kind, String level, @Nullable UUID enters) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level, enters_id) values (?, ?, ?, ?, ?, ?::uuid)")
        .params(java.util.Arrays.asList(id, id.toString(), kind + id, kind, level, enters))
        .update();
    return id;
  }

  private UUID worker() {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, '张三', 'employee', 'shift_worker', ?)
            """)
        .params(id, unit)
        .update();
    return id;
  }

  private Arrived pass(UUID person, int hour, @Nullable String colour, String temperatures) {
    Instant at = DAY.plus(Duration.ofHours(hour));
    String shown = colour == null ? "" : "\"colour\":\"%s\",".formatted(colour);
    Fact fact =
        new Fact(
            UuidCreator.getTimeOrderedEpoch(),
            "gates.pass",
            at,
            null,
            gate,
            new PersonReference.ById(person),
            json.readTree(
                "{\"direction\":\"in\",%s\"temperatures\":[%s]}".formatted(shown, temperatures)));
    return new Arrived(
        fact,
        at,
        0,
        person,
        false,
        Set.of(),
        CallerFixtures.device(UUID.randomUUID(), gate),
        world.now());
  }

  private String take(Arrived fact) {
    Accepted accepted = (Accepted) handler.judge(List.of(fact)).getFirst();
    transaction.executeWithoutResult(held -> handler.record(List.of(accepted)));
    return ((VerdictView) Objects.requireNonNull(accepted.verdict())).action();
  }

  private @Nullable Level at(UUID person, int hour) {
    StatusView view =
        status.restricted(List.of(person), DAY.plus(Duration.ofHours(hour))).get(person);
    return view == null ? null : view.level();
  }

  @Test
  void aFeverMeasuredTwiceHoldsAtEveryGateUntilWhoeverKeptThemApartLetsThemGo() {
    UUID person = worker();
    assertThat(take(pass(person, 1, "green", "37.6"))).isEqualTo("re_measure");
    assertThat(at(person, 2)).as("once is not a fever").isNull();
    assertThat(take(pass(person, 2, "green", "37.6, 37.8"))).isEqualTo("hold");
    assertThat(at(person, 2)).isEqualTo(Level.HELD);
    UUID hold =
        jdbc.sql("select id from gates.hold where person_id = ?")
            .param(person)
            .query(UUID.class)
            .single();
    int closed =
        Browser.signedIn(port, "command")
            .post(
                "/api/v1/gates/holds/" + hold + "/close",
                Map.of("outcome", "released", "note", "复测正常"))
            .status();
    assertThat(closed).isEqualTo(200);
    assertThat(at(person, 3)).isNull();
    assertThat(take(pass(person, 12, "green", "36.5"))).isEqualTo("pass");
  }

  @Test
  void whatACodeLedToGivesWayToTheCodeShownNext() {
    UUID person = worker();
    take(pass(person, 1, "red", "36.5"));
    assertThat(at(person, 2)).isEqualTo(Level.BARRED);
    assertThat(take(pass(person, 3, null, "36.5"))).as("no code shown").isEqualTo("deny");
    jdbc.sql(
            "update gates.hold set state = 'closed', outcome = 'left', closed_at = now(), closed_by = 'x' where person_id = ?")
        .param(person)
        .update();
    assertThat(take(pass(person, 4, "green", "36.5"))).isEqualTo("pass");
    assertThat(at(person, 5)).isNull();
    assertThat(at(person, 2)).as("it was so all the same").isEqualTo(Level.BARRED);
  }

  @Test
  void anyOrderAndRepetitionOfPassesGivesTheSameStatus() {
    List<List<Level>> seen = new ArrayList<>();
    for (List<Integer> order : List.of(List.of(0, 1, 2), List.of(2, 1, 0), List.of(1, 2, 0, 1))) {
      UUID person = worker();
      List<Arrived> passes =
          List.of(
              pass(person, 1, "yellow", "36.5"),
              pass(person, 3, "green", "36.5"),
              pass(person, 5, "yellow", "36.5"));
      Set<UUID> taken = new java.util.HashSet<>();
      for (int n : order) {
        if (taken.add(passes.get(n).fact().id())) {
          take(passes.get(n));
        }
      }
      List<Level> levels = new ArrayList<>();
      for (int hour = 0; hour < 7; hour++) {
        Level level = at(person, hour);
        levels.add(level == null ? Level.FREE : level);
      }
      seen.add(levels);
    }
    assertThat(seen.getFirst())
        .containsExactly(
            Level.FREE,
            Level.TEST_FIRST,
            Level.TEST_FIRST,
            Level.FREE,
            Level.FREE,
            Level.TEST_FIRST,
            Level.TEST_FIRST);
    assertThat(seen).containsOnly(seen.getFirst());
  }

  @Test
  void anOrdinaryPassTellsTheStatusNothing() {
    UUID person = worker();
    assertThat(take(pass(person, 1, "green", "36.5"))).isEqualTo("pass");
    assertThat(
            jdbc.sql("select count(*) from status.evidence where person_id = ?")
                .param(person)
                .query(Integer.class)
                .single())
        .isZero();
  }
}
