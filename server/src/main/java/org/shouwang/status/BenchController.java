package org.shouwang.status;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets {@code ./bench status} hand in much evidence as the modules do. Only there with {@code
 * shouwang.bench=true}.
 */
@RestController
@RequestMapping("/api/v1/status/bench")
@ConditionalOnProperty("shouwang.bench")
class BenchController {

  private static final int MOST = 5_000;

  private final ParkStatus status;
  private final Rejudging rejudging;
  private final WorldClock world;

  BenchController(ParkStatus status, Rejudging rejudging, WorldClock world) {
    this.status = status;
    this.rejudging = rejudging;
    this.world = world;
  }

  /** Positive tubes of numbered persons, so many in a transaction. */
  @PostMapping("/evidence")
  @Access(value = Permission.CLOCK_SET, within = Within.PARK)
  Map<String, Double> evidence(
      @RequestParam int first, @RequestParam int rows, @RequestParam int atOnce) {
    Instant at = world.now().minusSeconds(60);
    int step = Math.clamp(atOnce, 1, MOST);
    long from = System.nanoTime();
    for (int i = first; i < first + rows; i += step) {
      List<NewEvidence> some = new ArrayList<>(step);
      for (int n = i; n < Math.min(i + step, first + rows); n++) {
        // spread as real ids are: an index over ranges degenerates by ids that differ at their end
        UUID id = UUID.nameUUIDFromBytes(String.valueOf(n).getBytes(StandardCharsets.UTF_8));
        some.add(
            new NewEvidence(
                id,
                id,
                EvidenceKind.POOL_RESULT,
                Map.of("result", "positive", "tube", "QC" + n / 10),
                at,
                null,
                "bench",
                id));
      }
      status.take(some, Actor.SYSTEM);
    }
    return Map.of("seconds", (System.nanoTime() - from) / 1e9);
  }

  /**
   * Close contacts of numbered persons, exposed on the days before, so many in a transaction.
   *
   * @param days over how many days their exposures are spread
   */
  @PostMapping("/contacts")
  @Access(value = Permission.CLOCK_SET, within = Within.PARK)
  Map<String, Double> contacts(
      @RequestParam int first,
      @RequestParam int rows,
      @RequestParam int atOnce,
      @RequestParam int days) {
    Instant now = world.now();
    int step = Math.clamp(atOnce, 1, MOST);
    long from = System.nanoTime();
    for (int i = first; i < first + rows; i += step) {
      List<NewEvidence> some = new ArrayList<>(step);
      for (int n = i; n < Math.min(i + step, first + rows); n++) {
        UUID id = UUID.nameUUIDFromBytes(String.valueOf(n).getBytes(StandardCharsets.UTF_8));
        LocalDate exposed = world.today().minusDays(1 + n % Math.max(1, days));
        some.add(
            new NewEvidence(
                id,
                id,
                EvidenceKind.CONTACT_CLASS,
                Map.of("class", "close", "lastExposure", exposed.toString()),
                now.minusSeconds(60 + n % Math.max(1, days) * 86_400L),
                null,
                "bench",
                id));
      }
      status.take(some, Actor.SYSTEM);
    }
    return Map.of("seconds", (System.nanoTime() - from) / 1e9);
  }

  /** One person's. */
  @PostMapping("/person")
  @Access(value = Permission.CLOCK_SET, within = Within.PARK)
  Map<String, Integer> person(@RequestParam UUID person) {
    UUID id = UUID.randomUUID();
    NewEvidence tube =
        new NewEvidence(
            id,
            person,
            EvidenceKind.POOL_RESULT,
            Map.of("result", "positive"),
            world.now().minusSeconds(60),
            null,
            "bench",
            id);
    return Map.of("taken", status.take(List.of(tube), Actor.SYSTEM));
  }

  /** Judges all who are not yet judged by the editions in force. */
  @PostMapping("/rejudge")
  @Access(value = Permission.CLOCK_SET, within = Within.PARK)
  Map<String, Double> rejudge() {
    long from = System.nanoTime();
    double rows = 0;
    int some;
    do {
      some = rejudging.some();
      rows += some;
    } while (some > 0);
    return Map.of("seconds", (System.nanoTime() - from) / 1e9, "rows", rows);
  }
}
