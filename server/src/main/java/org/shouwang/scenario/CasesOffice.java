package org.shouwang.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.scenario.HiddenTruth.Meeting;
import org.shouwang.scenario.HiddenTruth.Patient;
import tools.jackson.databind.JsonNode;

/**
 * What investigator and CDC liaison do once somebody is positive: report the case, enter what the
 * patient says, name whom no record shows, file what the authority decides of each contact, and the
 * discharge. All over the public interface; the authority knows the truth, the software doesn't.
 */
final class CasesOffice {

  private static final Duration TO_REPORT = Duration.ofHours(1);
  private static final Duration TO_INVESTIGATE = Duration.ofHours(2);
  private static final int DECIDE_HOUR = 20;

  /** Contacts of contacts are looked into on the next day. */
  private static final Duration SECOND_DEGREE_AFTER = Duration.ofHours(20);

  private static final Duration IN_HOSPITAL = Duration.ofDays(16);
  private static final int DISCHARGE_HOUR = 10;
  private static final int AT_ONCE = 500;
  private static final String AUTHORITY = "新区疾控中心";

  private static final Map<Movements.Kind, String> TOLD =
      Map.of(
          Movements.Kind.RIDE, "同乘班车，邻座",
          Movements.Kind.ROOM, "同一间工作",
          Movements.Kind.TABLE, "同桌午餐",
          Movements.Kind.QUEUE, "采样排队前后",
          Movements.Kind.HOUSEHOLD, "同住",
          Movements.Kind.FLAT, "合租同住",
          Movements.Kind.PRIVATE, "私下聚会");

  private final ScenarioClient investigator;
  private final ScenarioClient liaison;
  private final Map<String, UUID> places;
  private final Story story;
  private final ReplayStore store;
  private @Nullable HiddenTruth truth;

  /** For one replay. */
  CasesOffice(
      ScenarioClient investigator,
      ScenarioClient liaison,
      Map<String, UUID> places,
      Story story,
      ReplayStore store) {
    this.investigator = investigator;
    this.liaison = liaison;
    this.places = places;
    this.story = story;
    this.store = store;
  }

  /** Who was near whom; it stands once the days in question have been handed in. */
  HiddenTruth truth() {
    HiddenTruth known = truth;
    if (known == null) {
      known = story.truth(store.turnedAway());
      truth = known;
    }
    return known;
  }

  /** Does what is due at a full hour. */
  void at(Instant hour) {
    LocalDateTime local = LocalDateTime.ofInstant(hour, WorldClock.ZONE);
    if (local.getMinute() != 0 || !local.toLocalDate().isAfter(SamplingPlan.POSITIVE_DAY)) {
      return;
    }
    for (JsonNode file : investigator.get("/cases?state=open&limit=100").path("items")) {
      Instant opened = Instant.parse(file.path("openedAt").asString());
      String id = file.path("id").asString();
      if (file.path("reportedAt").asString("").isEmpty() && passed(opened, TO_REPORT, hour)) {
        investigator.post("/cases/" + id + "/report", Map.of("to", AUTHORITY));
      }
      if (file.path("classification").asString("").equals("suspected")
          && passed(opened, TO_INVESTIGATE, hour)) {
        investigate(file);
      }
      if (local.getHour() == DECIDE_HOUR && passed(opened, TO_INVESTIGATE, hour)) {
        decide(id, person(file), hour);
      }
      if (local.getHour() == DISCHARGE_HOUR && passed(opened, IN_HOSPITAL, hour)) {
        investigator.post(
            "/cases/" + id + "/close", Map.of("outcome", "recovered", "reason", "治愈出院，连续两次核酸阴性"));
        store.acted(hour, "case.closed", id, "");
      }
    }
  }

  private static boolean passed(Instant since, Duration time, Instant now) {
    return !since.plus(time).isAfter(now);
  }

  private static UUID person(JsonNode row) {
    return UUID.fromString(row.path("person").path("id").asString());
  }

  private void investigate(JsonNode file) {
    String id = file.path("id").asString();
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("classification", "confirmed");
    known.put("document", "新区卫健病例通报〔2022〕" + file.path("number").asString() + "号");
    known.put("symptoms", "咽痛、低热");
    if (!file.path("sampledAt").asString("").isEmpty()) {
      known.put("sampledAt", file.path("sampledAt").asString());
    }
    known.put("version", file.path("version").asInt());
    patient(person(file))
        .ifPresent(patient -> {
          known.put("onset", patient.onset().toString());
          known.put("controlledAt", patient.until().toString());
        });
    investigator.put("/cases/" + id, known);
    interview(id, truth().caseOf(person(file)));
  }

  private java.util.Optional<Patient> patient(UUID person) {
    return story.patients().stream().filter(it -> it.person().equals(person)).findFirst();
  }

  /** The patient names everybody; the investigator adds whom no record shows. */
  private void interview(String id, int no) {
    truth()
        .ofCase(no)
        .forEach((person, its) ->
            its.stream()
                .filter(it -> !it.recorded())
                .reduce((one, later) -> later)
                .ifPresent(it -> name(id, it)));
  }

  private void name(String id, Meeting meeting) {
    Map<String, Object> naming = new HashMap<>();
    naming.put("personId", meeting.person().toString());
    UUID place = meeting.place() == null ? null : places.get(meeting.place());
    if (place != null) {
      naming.put("placeId", place.toString());
    }
    naming.put("from", meeting.from().toString());
    naming.put("until", meeting.until().toString());
    naming.put("proposed", "close");
    naming.put("note", "病例本人口述：" + TOLD.get(meeting.kind()));
    investigator.post("/cases/" + id + "/contacts", naming);
  }

  /** The authority has looked into the candidates; its word is filed, for many at once. */
  private void decide(String id, UUID patient, Instant now) {
    int no = truth().caseOf(patient);
    Map<String, List<Map<String, Object>>> became = new LinkedHashMap<>();
    for (JsonNode row : candidates(id)) {
      boolean second = row.path("degree").asInt() == 2;
      Instant found = Instant.parse(row.path("foundAt").asString());
      if (!second || passed(found, SECOND_DEGREE_AFTER, now)) {
        became
            .computeIfAbsent(ruling(no, row, second), it -> new ArrayList<>())
            .add(
                Map.of("personId", person(row).toString(), "version", row.path("version").asInt()));
      }
    }
    became.forEach((word, contacts) -> file(id, word, contacts, now));
  }

  private String ruling(int no, JsonNode row, boolean second) {
    UUID person = person(row);
    if (!row.path("ownCase").asString("").isEmpty()) {
      return "dropped"; // a patient is no contact
    }
    if (second) {
      return truth().secondary().contains(person) ? "secondary" : "dropped";
    }
    return switch (truth().classOf(no, person)) {
      case CLOSE -> "close";
      case GENERAL -> "general";
      // in one bus or on one shift, but not near
      case NONE -> row.path("proposed").asString("").equals("close") ? "general" : "dropped";
    };
  }

  private List<JsonNode> candidates(String id) {
    return pages(investigator, "/cases/" + id + "/contacts?state=candidate");
  }

  /** All rows of a list. */
  static List<JsonNode> pages(ScenarioClient client, String path) {
    List<JsonNode> rows = new ArrayList<>();
    String after = "";
    do {
      JsonNode page =
          client.get(
              path
                  + (path.contains("?") ? "&" : "?")
                  + "limit="
                  + AT_ONCE
                  + (after.isEmpty() ? "" : "&after=" + after));
      page.path("items").forEach(rows::add);
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    return rows;
  }

  private void file(String id, String word, List<Map<String, Object>> contacts, Instant now) {
    Map<String, Object> ruling = new LinkedHashMap<>();
    ruling.put("contacts", contacts);
    ruling.put("became", word);
    ruling.put(
        "document",
        "新区疾控密判〔2022〕%tm%<td号".formatted(LocalDateTime.ofInstant(now, WorldClock.ZONE)));
    ruling.put(
        "reason",
        switch (word) {
          case "close" -> "流调认定：近距离、无有效防护";
          case "secondary" -> "流调认定：与密接同住或同室工作";
          case "general" -> "流调认定：同车、同厂区或同队，未近距离接触";
          default -> "流调排除：无近距离接触";
        });
    JsonNode done = liaison.post("/cases/" + id + "/decisions", ruling);
    store.acted(
        now,
        "contacts." + word,
        id,
        "%d of %d".formatted(done.path("decided").asInt(), contacts.size()));
  }
}
