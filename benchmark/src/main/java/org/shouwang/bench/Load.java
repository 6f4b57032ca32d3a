package org.shouwang.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
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
    threads.forEach(Load::join);
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

  /**
   * What devices saw that keep what was refused.
   *
   * @param kept facts recorded while the full load was offered
   * @param all facts recorded until nothing waited any more
   * @param waiting facts that waited in the devices when the load ended
   * @param drained seconds from there until none did
   * @param refusals latencies of refusals, sorted
   */
  record Unloaded(long kept, long all, long waiting, double drained, long[] refusals) {}

  /** Load that rises to a rate and is held. */
  record Morning(int connections, double rise, double hold, double rate) {

    /** Facts due after so many seconds. */
    double due(double seconds) {
      double rising = Math.min(seconds, rise);
      double held = Math.min(Math.max(0, seconds - rise), hold);
      return rate * (rising * rising / (2 * rise) + held);
    }
  }

  /**
   * Devices as the field app is: each keeps what it registered, sends up to fifty at once, and when
   * it is refused waits as the server says and up to a second longer.
   */
  static Unloaded devices(Site site, String path, Morning morning, IntFunction<String> batch) {
    long start = System.nanoTime();
    AtomicReference<IOException> failure = new AtomicReference<>();
    List<Device> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < morning.connections(); n++) {
      Device device = new Device(site, path, start, morning, batch, failure);
      all.add(device);
      threads.add(Thread.ofPlatform().start(device));
    }
    threads.forEach(Load::join);
    if (failure.get() != null) {
      throw new IllegalStateException("the load failed: " + failure.get(), failure.get());
    }
    double drained = (System.nanoTime() - start) / 1e9 - morning.rise() - morning.hold();
    long sent = all.stream().mapToLong(it -> it.sent).sum();
    long atEnd = all.stream().mapToLong(it -> it.sentAtEnd).sum();
    return new Unloaded(
        all.stream().mapToLong(it -> it.kept).sum(),
        all.stream().mapToLong(it -> it.recorded).sum(),
        sent - atEnd,
        drained,
        sorted(all.stream().map(it -> it.refusals).toList()));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Device implements Runnable {
    private static final int AT_ONCE = 50;

    private final Site site;
    private final String path;
    private final long start;
    private final Morning morning;
    private final IntFunction<String> batch;
    private final AtomicReference<IOException> failure;
    private final Longs refusals = new Longs();
    private long sent;
    private long sentAtEnd;
    private long recorded;
    private long kept;

    Device(
        Site site,
        String path,
        long start,
        Morning morning,
        IntFunction<String> batch,
        AtomicReference<IOException> failure) {
      this.site = site;
      this.path = path;
      this.start = start;
      this.morning = morning;
      this.batch = batch;
      this.failure = failure;
    }

    private double seconds() {
      return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void run() {
      double end = morning.rise() + morning.hold();
      double phase = ThreadLocalRandom.current().nextDouble();
      try (Wire wire = new Wire(site.port(), path, site.token())) {
        while (failure.get() == null) {
          double now = seconds();
          long due = (long) (morning.due(now) / morning.connections() + phase);
          if (due == sent) {
            if (now >= end) {
              return;
            }
            LockSupport.parkNanos(5_000_000);
          } else {
            send(wire, (int) Math.min(AT_ONCE, due - sent), end);
          }
        }
      } catch (IOException e) {
        failure.compareAndSet(null, e);
      }
    }

    private void send(Wire wire, int count, double end) throws IOException {
      String text = batch.apply(count);
      while (true) {
        long from = System.nanoTime();
        Wire.Answer answer = wire.post(text);
        double now = seconds();
        if (answer.status() == 200) {
          sent += count;
          recorded += answer.recorded();
          if (now < end) {
            sentAtEnd = sent;
            kept += now > morning.rise() ? answer.recorded() : 0;
          }
          return;
        }
        if (answer.status() != 429) {
          throw new IOException("HTTP " + answer.status());
        }
        refusals.add(System.nanoTime() - from);
        LockSupport.parkNanos(1_000_000_000L + ThreadLocalRandom.current().nextLong(1_000_000_000));
      }
    }
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
