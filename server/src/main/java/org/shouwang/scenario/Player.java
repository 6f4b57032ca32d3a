package org.shouwang.scenario;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.shouwang.scenario.ReplayStore.Sent;
import org.shouwang.scenario.ScenarioClient.ScenarioFailed;
import tools.jackson.databind.JsonNode;

/** Hands planned passes in through the door: each place's device its own, the rest an account. */
final class Player {

  private static final int BATCH = 500;

  /** Requests under way: enough to keep the server busy, few enough for its other callers. */
  private static final int AT_ONCE = 6;

  private final ScenarioClient account;
  private final Map<String, UUID> places;
  private final Map<UUID, String> tokens;

  Player(ScenarioClient account, Map<String, UUID> places, Map<UUID, String> tokens) {
    this.account = account;
    this.places = places;
    this.tokens = tokens;
  }

  /**
   * Sends passes of one moment, a few requests side by side; a pass at an unknown place is left
   * out.
   */
  List<Sent> send(Collection<PlannedFact> passes, Instant now) {
    Map<Optional<UUID>, List<PlannedFact>> byPlace = new LinkedHashMap<>();
    for (PlannedFact pass : passes) {
      Optional<UUID> place = Optional.ofNullable(pass.place()).map(places::get);
      if (place.isPresent() || pass.place() == null) {
        byPlace.computeIfAbsent(place, it -> new ArrayList<>()).add(pass);
      }
    }
    List<Sent> sent = new ArrayList<>(passes.size());
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<List<Sent>>> under = new ArrayList<>();
      byPlace.forEach((place, its) -> {
        for (int i = 0; i < its.size(); i += BATCH) {
          List<PlannedFact> some = its.subList(i, Math.min(i + BATCH, its.size()));
          under.add(workers.submit(() -> sendFrom(place.orElse(null), some, now)));
        }
      });
      for (Future<List<Sent>> one : under) {
        sent.addAll(one.get());
      }
      return sent;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ScenarioFailed("interrupted");
    } catch (java.util.concurrent.ExecutionException e) {
      throw new ScenarioFailed("facts: " + e.getCause());
    }
  }

  private List<Sent> sendFrom(@Nullable UUID place, List<PlannedFact> some, Instant now) {
    @Nullable String token = place == null ? null : tokens.get(place);
    List<String> bodies = some.stream().map(pass -> body(pass, place, now)).toList();
    if (some.size() == 1) {
      return List.of(answered(some.getFirst(), place, account.facts(bodies.getFirst(), token)));
    }
    JsonNode receipts = account.facts("[" + String.join(",", bodies) + "]", token).path("receipts");
    List<Sent> sent = new ArrayList<>(some.size());
    for (int n = 0; n < some.size(); n++) {
      sent.add(answered(some.get(n), place, receipts.path(n)));
    }
    return sent;
  }

  private static String body(PlannedFact pass, @Nullable UUID place, Instant now) {
    @Nullable String person = null;
    if (pass.person() != null) {
      person = "{\"id\":\"" + pass.person() + "\"}";
    } else if (pass.document() != null) {
      person =
          ScenarioJson.text(
              Map.of("document", Map.of("type", "resident_id", "number", pass.document())));
    }
    return """
    {"id":"%s","type":"%s","at":"%s","sent":"%s",%s%s"data":%s}\
    """
        .formatted(
            pass.id(),
            pass.type(),
            pass.at(),
            now,
            place == null ? "" : "\"place\":\"" + place + "\",",
            person == null ? "" : "\"person\":" + person + ",",
            pass.data());
  }

  private static Sent answered(PlannedFact pass, @Nullable UUID place, JsonNode receipt) {
    String person = receipt.path("person").asString("");
    String status = receipt.path("status").asString("unanswered");
    String action = receipt.path("verdict").path("action").asString("");
    String error = receipt.path("error").path("code").asString("");
    return new Sent(
        pass,
        place,
        person.isEmpty() ? null : UUID.fromString(person),
        error.isEmpty() ? status : status + ":" + error,
        action.isEmpty() ? null : action);
  }
}
