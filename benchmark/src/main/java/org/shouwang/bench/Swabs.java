package org.shouwang.bench;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes swabs of the site's people, ten to a tube, as registrars' devices send them: each
 * connection is a device and fills tubes of its own.
 */
final class Swabs {

  private static final int POOL = 10;

  private static final AtomicLong TAKEN = new AtomicLong();
  private static final AtomicLong TUBES = new AtomicLong();
  private static final ThreadLocal<Filling> AT_HAND = ThreadLocal.withInitial(Filling::new);

  /** The tube that a device fills at the moment. */
  private static final class Filling {
    private long tube;
    private int swabs = POOL;

    long next() {
      if (swabs == POOL) {
        tube = TUBES.getAndIncrement();
        swabs = 0;
      }
      swabs++;
      return tube;
    }
  }

  private Swabs() {}

  static String single(UUID place) {
    long number = TAKEN.getAndIncrement();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return """
    {"id":"%s","type":"sampling.swab","at":"%s","sent":"%s","place":"%s",\
    "person":{"id":"%s"},\
    "data":{"tube":"B%010d","pool":10,"purpose":"own","lane":"ordinary","site":"throat"}}\
    """
        .formatted(
            UuidCreator.getTimeOrderedEpoch(),
            now,
            now,
            place,
            Site.person((int) (number % Site.PERSONS)),
            AT_HAND.get().next());
  }

  static String batch(UUID place, int size) {
    StringBuilder text = new StringBuilder(size * 400).append('[');
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ",").append(single(place));
    }
    return text.append(']').toString();
  }
}
