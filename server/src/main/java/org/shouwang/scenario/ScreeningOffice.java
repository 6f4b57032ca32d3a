package org.shouwang.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.clock.WorldClock;
import org.shouwang.scenario.ScenarioClient.ScenarioFailed;
import tools.jackson.databind.JsonNode;

/**
 * What grid workers take down of people's stays, and the risk areas that the authority listed in
 * those days (real: the hotel of 6 March, the two villages of 11 March). Who is found is the
 * software's business.
 */
final class ScreeningOffice {

  private static final String TOWN = "甘肃省兰州新区秦川镇";
  private static final int DECLARANTS = 40;

  /** When two were there who said nothing of it. */
  private static final LocalDate HIDDEN = LocalDate.of(2022, 3, 4);

  /** A unit has a day; most take half a morning. */
  private static final Duration TO_ASK = Duration.ofHours(3);

  private final ScenarioClient command;

  ScreeningOffice(ScenarioClient command) {
    this.command = command;
  }

  Map.Entry<String, String> listHotel() {
    return list(TOWN + "酷派酒店", "medium", "none", "新区通告〔2022〕2号");
  }

  /** Where the first cases of the days after were found. */
  Map.Entry<String, String> listVillages() {
    list(TOWN + "振兴村三社", "medium", "controlled", "新区通告〔2022〕6号");
    return list(TOWN + "五道岘村", "high", "sealed", "新区通告〔2022〕6号");
  }

  private Map.Entry<String, String> list(String name, String level, String zone, String document) {
    JsonNode listed =
        command.post(
            "/screening/areas",
            Map.of("name", name, "level", level, "zone", zone, "document", document));
    return Map.entry(listed.path("id").asString(""), name);
  }

  /** The authority lifts what is still listed. */
  Map.Entry<String, String> lift() {
    int n = 0;
    for (JsonNode area : command.get("/screening/areas?limit=500").path("items")) {
      command.post(
          "/screening/areas/" + area.path("id").asString("") + "/lift",
          Map.of("document", "新区通告〔2022〕11号"));
      n++;
    }
    return Map.entry("areas", "%d lifted".formatted(n));
  }

  /** Forty people of a village; most were nowhere, one can only say that it was in the town. */
  Map.Entry<String, String> declare(String village, Instant now) {
    LocalDate today = now.atZone(WorldClock.ZONE).toLocalDate();
    JsonNode people = command.get("/people?limit=%d&unit=%s".formatted(DECLARANTS, village));
    int n = 0;
    int stays = 0;
    for (JsonNode person : people.path("items")) {
      List<Map<String, String>> been = new ArrayList<>();
      if (n % 13 == 3) {
        been.add(stay(TOWN + "五道岘村", today.minusDays(3), today.minusDays(2)));
      } else if (n % 20 == 7) {
        been.add(stay(TOWN + "酷派酒店", today.minusDays(5), today.minusDays(4)));
      } else if (n == 11) {
        been.add(stay("秦川镇", today.minusDays(6), today.minusDays(6)));
      } else if (n % 9 == 5) {
        been.add(stay("甘肃省天水市秦州区", today.minusDays(9), today.minusDays(7)));
      }
      stays += been.size();
      hand(UUID.fromString(person.path("id").asString("")), been, now, n++);
    }
    return Map.entry(village, "%d people, %d stays".formatted(n, stays));
  }

  /** Two of those who were nowhere turn out to have been in the village that is sealed by now. */
  Map.Entry<String, String> declareHidden(String village, Instant now) {
    JsonNode people = command.get("/people?limit=%d&unit=%s".formatted(DECLARANTS, village));
    for (int n = 1; n <= 2; n++) {
      UUID person = UUID.fromString(people.path("items").path(n).path("id").asString(""));
      hand(person, List.of(stay(TOWN + "五道岘村", HIDDEN, HIDDEN.plusDays(1))), now, 100 + n);
    }
    return Map.entry(village, "2 had hidden a trip");
  }

  /** Units ask whoever was found; some hours later they say what they were told. */
  void judge(Instant now) {
    Instant asked = now.minus(TO_ASK);
    for (JsonNode hit : CasesOffice.pages(command, "/screening/hits?state=open")) {
      if (!Instant.parse(hit.path("foundAt").asString()).isAfter(asked)) {
        boolean certain = hit.path("certain").asBoolean();
        command.post(
            "/screening/hits/" + hit.path("id").asString() + "/judge",
            Map.of("verdict", certain ? "confirmed" : "dismissed", "note", told(hit, certain)));
      }
    }
  }

  private static String told(JsonNode hit, boolean certain) {
    if (!certain) {
      return "已问清：当天只到镇上，没有去过该处";
    }
    return hit.path("reason").isNull() ? "本人确认，与申报一致" : "本人承认上次没有如实申报，已补报";
  }

  private static Map<String, String> stay(String place, LocalDate from, LocalDate until) {
    return Map.of("place", place, "from", from.toString(), "until", until.toString());
  }

  private void hand(UUID person, List<Map<String, String>> stays, Instant now, int n) {
    Map<String, Object> fact = new HashMap<>();
    fact.put("id", PlannedFact.id(now, 7_000_000L + n));
    fact.put("type", "screening.declaration");
    fact.put("at", now.toString());
    fact.put("sent", now.toString());
    fact.put("person", Map.of("id", person));
    fact.put("data", Map.of("contact", false, "stays", stays));
    JsonNode receipt = command.post("/facts", fact);
    if (receipt.path("status").asString("").equals("rejected")) {
      throw new ScenarioFailed("a declaration was rejected: " + receipt);
    }
  }
}
