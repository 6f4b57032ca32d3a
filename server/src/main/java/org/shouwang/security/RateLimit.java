package org.shouwang.security;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key, in memory. When there are too many keys, the full buckets go, which
 * loses nothing; a flood from so many addresses that this doesn't help starts all anew.
 */
public final class RateLimit {

  private static final int MOST_KEYS = 50_000;

  private final double burst;
  private final double perNano;
  private final LongSupplier nanos;
  private final ConcurrentHashMap<Object, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * Makes one.
   *
   * @param burst at once
   * @param perSecond in the long run
   */
  public RateLimit(double burst, double perSecond) {
    this(burst, perSecond, System::nanoTime);
  }

  RateLimit(double burst, double perSecond, LongSupplier nanos) {
    this.burst = burst;
    this.perNano = perSecond / 1e9;
    this.nanos = nanos;
  }

  /**
   * Takes one from the key's bucket.
   *
   * @return 0 when there was one, else the seconds to wait
   */
  public long take(Object key) {
    if (buckets.size() > MOST_KEYS) {
      shrink();
    }
    return buckets.computeIfAbsent(key, it -> new Bucket()).take();
  }

  private void shrink() {
    long now = nanos.getAsLong();
    buckets.values().removeIf(bucket -> bucket.fullAt(now));
    if (buckets.size() > MOST_KEYS) {
      buckets.clear();
    }
  }

  private final class Bucket {
    private double tokens = burst;
    private long at = nanos.getAsLong();

    synchronized long take() {
      long now = nanos.getAsLong();
      tokens = Math.min(burst, tokens + (now - at) * perNano);
      at = now;
      if (tokens >= 1) {
        tokens -= 1;
        return 0;
      }
      return Math.max(1, (long) Math.ceil((1 - tokens) / perNano / 1e9));
    }

    synchronized boolean fullAt(long now) {
      return tokens + (now - at) * perNano >= burst;
    }
  }
}
