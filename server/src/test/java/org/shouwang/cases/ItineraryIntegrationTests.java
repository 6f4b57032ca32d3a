package org.shouwang.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.shouwang.presence.StayRows;
import org.shouwang.security.Browser;
import org.shouwang.security.Browser.Answer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What somebody told of where they were stands beside what the park recorded. */
class ItineraryIntegrationTests extends IntegrationTest {

  private static final Instant NOON = Instant.parse("2022-03-10T04:00:00Z");

  @Autowired JdbcClient jdbc;
  @Autowired WorldClock world;
  @LocalServerPort int port;

  private Duration offset = Duration.ZERO;
  private Browser investigator;
  private UUID person;
  private UUID canteen;
  private String path;

  @BeforeEach
  void aCase() {
    offset = world.offset();
    world.set(NOON, 1);
    investigator = Browser.signedIn(port, "investigator");
    person = UUID.randomUUID();
    canteen = UUID.randomUUID();
    UUID unit = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, ?, 'department', 'x')")
        .params(unit, unit.toString(), "单位" + unit)
        .update();
    jdbc.sql(
            "insert into people.unit_closure (ancestor_id, descendant_id, distance) values (?, ?, 0)")
        .params(unit, unit)
        .update();
    jdbc.sql(
            """
            insert into people.person (id, name, kind, class_of_person, unit_id)
            values (?, '张小三', 'employee', 'shift_worker', ?)
            """)
        .params(person, unit)
        .update();
    jdbc.sql(
            "insert into people.place (id, code, name, kind, level) values (?, ?, ?, 'canteen', 'room')")
        .params(canteen, canteen.toString(), "食堂" + canteen)
        .update();
    UUID id = UUID.randomUUID();
    Answer opened =
        investigator.post(
            "/api/v1/cases",
            Map.of("id", id, "personId", person, "sampledAt", NOON.minusSeconds(7_200)));
    assertThat(opened.status()).isEqualTo(200);
    path = "/api/v1/cases/" + id + "/itinerary";
  }

  @AfterEach
  void goBack() {
    world.set(Instant.now().plus(offset), 1);
  }

  private static Instant hours(long hours) {
    return NOON.plus(Duration.ofHours(hours));
  }

  private static Map<String, Object> stop(UUID id, Instant from, Instant until) {
    Map<String, Object> stop = new HashMap<>();
    stop.put("id", id);
    stop.put("from", from);
    stop.put("until", until);
    stop.put("where", "西固区玉门街菜市场");
    stop.put("transport", "公交 31 路");
    stop.put("source", "interview");
    return stop;
  }

  private List<JsonNode> parts() {
    return StreamSupport.stream(investigator.get(path).json().path("parts").spliterator(), false)
        .toList();
  }

  @Test
  void whatWasToldStandsAmongTheRecordsInOrderAndWhatCantBeIsMarked() {
    new StayRows(jdbc).room(person, canteen, hours(-29), hours(-28));
    new StayRows(jdbc)
        .room(person, canteen, hours(-24 * 6), hours(-24 * 6 + 1)); // before it counts
    UUID market = UUID.randomUUID();
    UUID lie = UUID.randomUUID();
    investigator.post(path, stop(market, hours(-20), hours(-19)));
    Answer again = investigator.post(path, stop(market, hours(-20), hours(-19)));
    assertThat(again.status()).isEqualTo(200);
    investigator.post(path, stop(lie, hours(-29).plusSeconds(600), hours(-28)));
    List<JsonNode> parts = parts();
    assertThat(parts.stream().map(it -> it.path("source").asString()))
        .containsExactly("record", "interview", "interview");
    assertThat(parts.getFirst().path("place").asString()).isEqualTo("食堂" + canteen);
    assertThat(parts.get(1).path("id").asString()).isEqualTo(lie.toString());
    assertThat(parts.get(1).path("contradicted").asBoolean()).isTrue();
    assertThat(parts.get(2).path("contradicted").asBoolean()).isFalse();
    assertThat(parts.get(2).path("where").asString()).isEqualTo("西固区玉门街菜市场");
  }

  @Test
  void whatIsWrongIsStruckOnceWithItsReasonAndStays() {
    UUID stop = UUID.randomUUID();
    investigator.post(path, stop(stop, hours(-20), hours(-19)));
    Map<String, Object> why = Map.of("reason", "支付记录为前一日");
    assertThat(investigator.post(path + "/" + stop + "/strike", why).status()).isEqualTo(200);
    assertThat(parts().getFirst().path("struckWhy").asString()).isEqualTo("支付记录为前一日");
    Answer twice = investigator.post(path + "/" + stop + "/strike", why);
    assertThat(twice.status()).isEqualTo(404);
    assertThat(twice.code()).isEqualTo("cases.stop_unknown");
    Map<String, Object> nowhere = stop(UUID.randomUUID(), hours(-2), hours(-1));
    nowhere.remove("where");
    assertThat(investigator.post(path, nowhere).json().path("field").asString()).isEqualTo("where");
    Map<String, Object> backwards = stop(UUID.randomUUID(), hours(-1), hours(-2));
    assertThat(investigator.post(path, backwards).code()).isEqualTo("cases.until_before");
  }

  @Test
  void aClosedCaseTakesNoMoreAndALiaisonReadsOnly() {
    Browser liaison = Browser.signedIn(port, "liaison");
    assertThat(liaison.get(path).status()).isEqualTo(200);
    assertThat(liaison.post(path, stop(UUID.randomUUID(), hours(-2), hours(-1))).status())
        .isEqualTo(403);
    assertThat(Browser.signedIn(port, "lead").get(path).status()).isEqualTo(403);
    String file = path.substring(0, path.lastIndexOf('/'));
    assertThat(
            Browser.signedIn(port, "command")
                .post(file + "/withdraw", Map.of("reason", "复核阴性"))
                .status())
        .isEqualTo(200);
    Answer late = investigator.post(path, stop(UUID.randomUUID(), hours(-2), hours(-1)));
    assertThat(late.code()).isEqualTo("cases.ended");
  }
}
