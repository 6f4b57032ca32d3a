package org.shouwang.bench;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Makes passes of the site's shift workers, as a device sends them: with its own verdict. */
final class Passes {

  private static final AtomicIntegerArray PASSED = new AtomicIntegerArray(Site.PERSONS);

  private Passes() {}

  static String single(UUID place) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int person = random.nextInt(Site.PERSONS);
    boolean in = PASSED.getAndIncrement(person) % 2 == 0; // who is in goes out next
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return """
    {"id":"%s","type":"gates.pass","at":"%s","sent":"%s","place":"%s",\
    "person":{"id":"%s"},\
    "data":{"direction":"%s","lane":"1","colour":"green","temperatures":[36.5],"method":"scan",\
    "device":{"action":"pass","reasons":[]}}}\
    """
        .formatted(
            UuidCreator.getTimeOrderedEpoch(),
            now,
            now,
            place,
            Site.person(person),
            in ? "in" : "out");
  }

  static String batch(UUID place, int size) {
    StringBuilder text = new StringBuilder(size * 450).append('[');
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ",").append(single(place));
    }
    return text.append(']').toString();
  }
}
