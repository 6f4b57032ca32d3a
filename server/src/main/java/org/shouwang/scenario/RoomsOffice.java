package org.shouwang.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the lead of the isolation site does about rooms: who comes into which, and with whom. */
final class RoomsOffice {

  private static final int WORKERS = 4;

  /** From a home to the site. */
  private static final Duration DRIVE = Duration.ofMinutes(25);

  private static final int VANS = 6;

  private final ScenarioClient site;
  private final ScenarioClient transfer;
  private final Story story;
  private final List<UUID> workers;

  RoomsOffice(ScenarioClient site, ScenarioClient transfer, Story story) {
    this.site = site;
    this.transfer = transfer;
    this.story = story;
    this.workers =
        story.roster().stream()
            .filter(it -> it.kind().equals("outside"))
            .filter(it -> it.unitPath() != null && it.unitPath().contains(DemoFiles.OUTSIDE.get(0)))
            .map(Participant::id)
            .limit(WORKERS)
            .toList();
  }

  /**
   * Close contacts get rooms first; a household shares one; when all are taken, homes are left. So
   * is a child whom nobody of the household can stay with.
   */
  String order(LocalDate day) {
    List<JsonNode> proposed =
        IsolationOffice.orders(site, "proposed").stream()
            .sorted(
                Comparator.<JsonNode, String>comparing(it -> it.path("kind").asString(""))
                    .thenComparing(it -> it.path("id").asString()))
            .toList();
    if (proposed.isEmpty()) {
      return "0";
    }
    List<String> free = new ArrayList<>();
    for (JsonNode room : site.get("/isolation/orders/rooms")) {
      if (room.path("people").asInt() == 0) {
        free.add(room.path("id").asString());
      }
    }
    Map<UUID, String> placed = placed();
    Map<UUID, String> roomOf = charges();
    int homes = 0;
    for (JsonNode order : proposed) {
      UUID person = IsolationOffice.person(order);
      JsonNode choices = site.get(IsolationOffice.path(order, "rooms") + "?on=" + day);
      boolean alone = choices.path("needsCarer").asBoolean();
      UUID carer = alone ? carer(choices.path("mates"), roomOf.get(person), placed) : null;
      String room = carer == null ? null : placed.get(carer);
      room = room == null ? roomOf.get(person) : room;
      if (alone && carer == null) {
        room = null;
      } else if (room == null && !free.isEmpty()) {
        String taken = free.removeFirst();
        room = taken;
        story.housemates(person).forEach(it -> roomOf.put(it, taken));
      }
      placed.put(person, room == null ? "" : room);
      homes += room == null ? 1 : 0;
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("isolatedOn", day.toString());
      body.put("place", room == null ? "home" : "central");
      if (room != null) {
        body.put("roomId", room);
        body.put("carerId", carer == null ? null : carer.toString());
      }
      body.put(
          "document", "新区疾控隔离〔2022〕%02d%02d号".formatted(day.getMonthValue(), day.getDayOfMonth()));
      body.put("version", order.path("version").asInt());
      site.post(IsolationOffice.path(order, "order"), body);
      if (!workers.isEmpty()) {
        UUID by = workers.get(Math.floorMod(person.hashCode(), workers.size()));
        if (!by.equals(person)) {
          site.post(IsolationOffice.path(order, "worker"), Map.of("personId", by.toString()));
        }
      }
    }
    return "%d, at home %d".formatted(proposed.size(), homes);
  }

  /** The rooms of all who are in isolation; of those at home an empty text. */
  private Map<UUID, String> placed() {
    Map<UUID, String> placed = new HashMap<>();
    IsolationOffice.orders(site, "ordered")
        .forEach(it -> placed.put(IsolationOffice.person(it), it.path("roomId").asString("")));
    return placed;
  }

  /** In which rooms people stay of their own will: an order of theirs is filed for the same. */
  private Map<UUID, String> charges() {
    Map<UUID, String> rooms = new HashMap<>();
    for (JsonNode order : IsolationOffice.orders(site, "ordered")) {
      JsonNode carer = order.path("carer");
      if (carer.path("state").asString("").equals("own")) {
        rooms.put(UUID.fromString(carer.path("id").asString()), order.path("roomId").asString());
      }
    }
    return rooms;
  }

  /**
   * Who of the household stays with a child: whoever is in a room already, its own if it has one,
   * or comes along; nobody who is at home by an order, and no patient.
   */
  private @Nullable UUID carer(JsonNode mates, @Nullable String room, Map<UUID, String> placed) {
    Set<UUID> patients =
        story.patients().stream().map(HiddenTruth.Patient::person).collect(Collectors.toSet());
    return mates
        .valueStream()
        .map(it -> UUID.fromString(it.path("id").asString()))
        .filter(it -> !patients.contains(it) && !"".equals(placed.get(it)))
        .min(
            Comparator.comparing((UUID it) -> room == null || !room.equals(placed.get(it)))
                .thenComparing(it -> !placed.containsKey(it)))
        .orElse(null);
  }

  /** They arrive one after the other: brought by the transfer officer, or at home by themselves. */
  String move(Instant now) {
    Map<UUID, JsonNode> transfers = new HashMap<>();
    for (JsonNode each : CasesOffice.pages(transfer, "/transfers?state=waiting")) {
      if (each.path("ordered").asBoolean()) {
        transfers.put(UUID.fromString(each.path("personId").asString()), each);
      }
    }
    int n = 0;
    int brought = 0;
    for (JsonNode order : IsolationOffice.orders(site, "ordered")) {
      if (order.path("arrivedAt").asString("").isEmpty()) {
        Instant at = now.minus(Duration.ofMinutes(50 - n % 45));
        n++;
        JsonNode waiting = transfers.remove(IsolationOffice.person(order));
        if (waiting != null) {
          bring(waiting, at);
          brought++;
          continue;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("place", order.path("place").asString());
        if (!order.path("roomId").asString("").isEmpty()) {
          body.put("roomId", order.path("roomId").asString());
        }
        body.put("at", at.toString());
        body.put("version", order.path("version").asInt());
        site.post(IsolationOffice.path(order, "move"), body);
      }
    }
    return "%d, brought %d".formatted(n, brought);
  }

  private void bring(JsonNode waiting, Instant at) {
    String path = "/transfers/" + waiting.path("id").asString();
    JsonNode underWay =
        transfer.post(
            path + "/pick-up",
            Map.of(
                "at",
                at.minus(DRIVE).toString(),
                "vehicle",
                "转运 %02d 号车".formatted(1 + Math.floorMod(path.hashCode(), VANS)),
                "version",
                waiting.path("version").asInt()));
    transfer.post(
        path + "/arrive", Map.of("at", at.toString(), "version", underWay.path("version").asInt()));
  }

  /** Whoever is alone because their carer is gone gets another of the household, or goes home. */
  String stay(Instant now) {
    int n = 0;
    for (JsonNode order : IsolationOffice.orders(site, "ordered")) {
      if (order.path("carer").path("state").asString("").equals("gone")) {
        String room = order.path("roomId").asString("");
        JsonNode mates = site.get(IsolationOffice.path(order, "rooms")).path("mates");
        Map<UUID, String> placed = placed();
        UUID carer = carer(mates, room, placed);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("place", carer == null ? "home" : "central");
        body.put("roomId", carer == null ? null : placed.getOrDefault(carer, room));
        body.put("carerId", carer == null ? null : carer.toString());
        body.put("at", now.toString());
        body.put("version", order.path("version").asInt());
        site.post(IsolationOffice.path(order, "move"), body);
        n++;
      }
    }
    return String.valueOf(n);
  }
}
