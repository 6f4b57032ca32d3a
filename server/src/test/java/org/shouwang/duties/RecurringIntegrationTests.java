package org.shouwang.duties;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

class RecurringIntegrationTests extends IntegrationTest {

  private static final String PATH = "/api/v1/duties/recurring";

  @LocalServerPort int port;
  @Autowired DutyClock dutyClock;
  @Autowired WorldClock world;
  @Autowired JdbcClient jdbc;

  private final UUID unit = UUID.randomUUID();
  private Duration offset = Duration.ZERO;
  private Browser command;

  @BeforeEach
  void aUnitOnAMonday() {
    offset = world.offset();
    set("2033-03-07T05:00:00Z"); // a Monday, 13:00 in the park
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(unit, unit.toString(), "例行" + unit)
        .update();
    jdbc.sql("insert into people.unit_closure values (?, ?, 0)").params(unit, unit).update();
    command = Browser.signedIn(port, "command");
  }

  @AfterEach
  void goBack() {
    jdbc.sql("update duties.recurring set last_day = first_day where unit_id = ?")
        .param(unit)
        .update();
    jdbc.sql(
            "update duties.duty set state = 'waived', next_at = null where unit_id = ? and state in ('waiting', 'open', 'late')")
        .param(unit)
        .update();
    world.set(Instant.now().plus(offset), 1);
  }

  private void set(String at) {
    world.set(Instant.parse(at), 0);
  }

  private Map<String, @Nullable Object> plan() {
    Map<String, @Nullable Object> plan = new HashMap<>();
    plan.put("title", "巡查消毒");
    plan.put("unit", unit);
    plan.put("weekdays", List.of(3, 1, 1));
    plan.put("opens", "06:00");
    plan.put("due", "18:00");
    plan.put("ladder", "daily");
    return plan;
  }

  private List<String> days() {
    return jdbc.sql("select day::text from duties.duty where unit_id = ? order by day")
        .param(unit)
        .query(String.class)
        .list();
  }

  @Test
  void whatIsPlannedIsMadeOnItsDaysUntilItIsStopped() {
    Answer made = command.post(PATH, plan());
    assertThat(made.status()).as(made.raw().body()).isEqualTo(200);
    assertThat(made.json().path("weekdays").toString()).isEqualTo("[1,3]");
    assertThat(made.json().path("firstDay").asString()).isEqualTo("2033-03-07");
    dutyClock.tend();
    set("2033-03-10T05:00:00Z"); // Thursday
    dutyClock.tend();
    dutyClock.tend();
    assertThat(days()).containsExactly("2033-03-07", "2033-03-09");
    String id = made.json().path("id").asString();
    Answer stopped = command.post(PATH + "/" + id + "/stop", Map.of());
    assertThat(stopped.json().path("lastDay").asString()).isEqualTo("2033-03-10");
    set("2033-03-17T05:00:00Z");
    dutyClock.tend();
    assertThat(days()).hasSize(2);
    assertThat(ids(command, "")).doesNotContain(id);
    assertThat(ids(command, "?over=true")).contains(id);
    assertThat(code(command.post(PATH + "/" + id + "/stop", Map.of())))
        .as("it ends already")
        .isEqualTo("duties.plan_over");
  }

  @Test
  void aPersonMayHoldIt() {
    UUID person = UUID.randomUUID();
    jdbc.sql(
            "insert into people.person (id, name, kind, class_of_person, unit_id) values (?, '钱七', 'employee', 'shift_worker', ?)")
        .params(person, unit)
        .update();
    Map<String, @Nullable Object> plan = plan();
    plan.put("person", person);
    assertThat(command.post(PATH, plan).json().path("personName").asString()).isNotEmpty();
    dutyClock.tend();
    assertThat(
            jdbc.sql("select holder_id from duties.duty where unit_id = ?")
                .param(unit)
                .query(UUID.class)
                .single())
        .isEqualTo(person);
  }

  @Test
  void whatCannotBePlannedIsRefusedByItsField() {
    assertThat(refused("title", " ")).isEqualTo("duties.plan_title");
    assertThat(refused("weekdays", List.of())).isEqualTo("duties.plan_weekdays");
    assertThat(refused("weekdays", List.of(8))).isEqualTo("duties.plan_weekdays");
    assertThat(refused("due", "06:00")).isEqualTo("duties.plan_window");
    assertThat(refused("opens", "6 o'clock")).isEqualTo("duties.plan_time");
    assertThat(refused("ladder", "none")).isEqualTo("duties.plan_ladder");
    assertThat(refused("lastDay", "2033-03-01")).isEqualTo("duties.plan_days");
    assertThat(refused("unit", UUID.randomUUID())).isEqualTo("duties.holder_unknown");
    assertThat(refused("person", UUID.randomUUID())).isEqualTo("duties.holder_unknown");
  }

  @Test
  void nobodySeesOrStopsThePlansOfOthersUnits() {
    String id = command.post(PATH, plan()).json().path("id").asString();
    Browser lead = Browser.signedIn(port, "lead"); // of no unit here
    assertThat(ids(lead, "?over=true")).doesNotContain(id);
    assertThat(code(lead.post(PATH + "/" + id + "/stop", Map.of())))
        .isEqualTo("duties.plan_unknown");
    assertThat(code(lead.post(PATH, plan()))).isEqualTo("duties.holder_unknown");
    assertThat(Browser.signedIn(port, "gatelead").get(PATH).status()).isEqualTo(403);
  }

  private List<String> ids(Browser browser, String query) {
    return browser.get(PATH + query).json().path("items").findValuesAsString("id");
  }

  private String refused(String field, Object value) {
    Map<String, @Nullable Object> plan = plan();
    plan.put(field, value);
    return code(command.post(PATH, plan));
  }

  private static String code(Answer answer) {
    return answer.json().path("code").asString();
  }
}
