package org.shouwang.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Drives many connections for some time and gathers what they saw. */
final class Load {

  private Load() {}

  /**
   * What was seen.
   *
   * @param recorded facts recorded
   * @param refused requests answered 429
   * @param seconds wall time
   * @param latencies of accepted requests, nanoseconds, sorted
   * @param refusals latencies of refusals, sorted
   */
  record Seen(long recorded, long refused, double seconds, long[] latencies, long[] refusals) {

    double rate() {
      return recorded / seconds;
    }

    double p50() {
      return quantile(latencies, 0.5);
    }

    double p99() {
      return quantile(latencies, 0.99);
    }

    double refusalP99() {
      return quantile(refusals, 0.99);
    }
  }

  static double quantile(long[] sorted, double q) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, sorted.length * q)] / 1e6;
  }

  /** Each connection sends as soon as it is answered. */
  static Seen closed(
      Site site, String path, int connections, double seconds, Supplier<String> body) {
    return drive(site, path, connections, seconds, 0, body);
  }

  /**
   * Requests are due at fixed moments, answered or not; a latency counts from the due moment.
   *
   * @param rate requests a second over all connections
   */
  static Seen open(
      Site site, String path, int connections, double seconds, double rate, Supplier<String> body) {
    return drive(site, path, connections, seconds, rate, body);
  }

  private static Seen drive(
      Site site, String path, int connections, double seconds, double rate, Supplier<String> body) {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    AtomicReference<IOException> failure = new AtomicReference<>();
    List<Connection> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < connections; n++) {
      long gap = rate == 0 ? 0 : (long) (connections / rate * 1e9);
      Connection connection =
          new Connection(site, path, start + gap * n / connections, end, gap, body, failure);
      all.add(connection);
      threads.add(Thread.ofPlatform().start(connection));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the load failed: " + failure.get(), failure.get());
    }
    double took = (System.nanoTime() - start) / 1e9;
    return new Seen(
        all.stream().mapToLong(it -> it.recorded).sum(),
        all.stream().mapToLong(it -> it.refusals.size).sum(),
        took,
        sorted(all.stream().map(it -> it.latencies).toList()),
        sorted(all.stream().map(it -> it.refusals).toList()));
  }

  private static long[] sorted(List<Longs> parts) {
    long[] all = parts.stream().flatMapToLong(it -> Arrays.stream(it.values, 0, it.size)).toArray();
    Arrays.sort(all);
    return all;
  }

  private static final class Longs {
    private long[] values = new long[1_024];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }
  }

  private static final class Connection implements Runnable {
    private final Site site;
    private final String path;
    private final long end;
    private final long gap;
    private final Supplier<String> body;
    private final AtomicReference<IOException> failure;
    private final Longs latencies = new Longs();
    private final Longs refusals = new Longs();
    private long due;
    private long recorded;

    Connection(
        Site site,
        String path,
        long due,
        long end,
        long gap,
        Supplier<String> body,
        AtomicReference<IOException> failure) {
      this.site = site;
      this.path = path;
      this.due = due;
      this.end = end;
      this.gap = gap;
      this.body = body;
      this.failure = failure;
    }

    @Override
    public void run() {
      try (Wire wire = new Wire(site.port(), path, site.token())) {
        while (System.nanoTime() < end && failure.get() == null) {
          String text = body.get();
          if (gap > 0) {
            LockSupport.parkNanos(due - System.nanoTime());
          }
          long from = gap > 0 ? due : System.nanoTime();
          Wire.Answer answer = wire.post(text);
          long took = System.nanoTime() - from;
          if (answer.status() == 429) {
            refusals.add(took);
            LockSupport.parkNanos(1_000_000);
          } else if (answer.status() == 200) {
            latencies.add(took);
            recorded += answer.recorded();
          } else {
            throw new IOException("HTTP " + answer.status());
          }
          due += gap;
        }
      } catch (IOException e) {
        failure.compareAndSet(null, e);
      }
    }
  }
}
