package org.shouwang.bench;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes pass facts of a fixed circle of persons. */
final class Passes {

  private static final int PERSONS = 2_000;

  private Passes() {}

  static String single(UUID place) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return """
    {"id":"%s","type":"gates.pass","at":"%s","sent":"%s","place":"%s",\
    "person":{"document":{"type":"other","number":"BENCH%05d"},"name":"压测人员"},\
    "data":{"direction":"%s","lane":"1","colour":"green","temperatures":[36.5],\
    "tripCard":"clear","reason":"上班","host":"值班室","method":"scan"}}\
    """
        .formatted(
            UuidCreator.getTimeOrderedEpoch(),
            now,
            now,
            place,
            random.nextInt(PERSONS),
            random.nextBoolean() ? "in" : "out");
  }

  static String batch(UUID place, int size) {
    StringBuilder text = new StringBuilder(size * 450).append('[');
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ",").append(single(place));
    }
    return text.append(']').toString();
  }
}
