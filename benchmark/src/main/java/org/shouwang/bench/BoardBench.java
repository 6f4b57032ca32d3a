package org.shouwang.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 200 live boards while passes come in at half of the gate's maximum. The lag of an event is the
 * age of the oldest pass that it shows and the one before it did not: from its receipt to the
 * screen.
 */
public final class BoardBench {

  private static final int VIEWERS = 200;
  private static final int SENDERS = 32;
  private static final double SECONDS =
      Double.parseDouble(System.getProperty("board.seconds", "600"));
  private static final Pattern IN = Pattern.compile("\"gates\\.in\":(\\d+)");

  private final Site site;
  private final String cookies;

  /** When the n-th pass inward was acknowledged. */
  private final AtomicLongArray acknowledged = new AtomicLongArray(8_000_000);

  private final AtomicInteger inward = new AtomicInteger();
  private final AtomicReference<String> failure = new AtomicReference<>();

  private BoardBench(Site site, String cookies) {
    this.site = site;
    this.cookies = cookies;
  }

  /**
   * Runs it against a fresh demo server without a replay.
   *
   * @param arguments port, data directory, process id of the server
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    int port = Integer.parseInt(arguments[0]);
    Browser admin = Browser.signedIn(port, "admin", DutiesBench.PASSWORD);
    Site site = Site.prepare(admin, port, Path.of(arguments[1]), Long.parseLong(arguments[2]));
    Browser command = Browser.signedIn(port, "command", DutiesBench.PASSWORD);
    new BoardBench(site, command.cookies()).run();
  }

  private void run() throws IOException, InterruptedException {
    say("warming up");
    send(30, 0);
    double peak = send(10, 0);
    say("%d boards at %.0f passes/s for %.0f s".formatted(VIEWERS, peak / 2, SECONDS));
    List<long[]> lags = new ArrayList<>();
    List<Thread> viewers = new ArrayList<>();
    long end = System.nanoTime() + (long) (SECONDS * 1e9);
    for (int i = 0; i < VIEWERS; i++) {
      long[] mine = new long[(int) SECONDS * 2 + 100];
      lags.add(mine);
      viewers.add(Thread.ofVirtual().start(() -> watch(mine, end)));
    }
    AtomicReference<double[]> resident = new AtomicReference<>(new double[0]);
    Thread meter = Thread.ofPlatform().start(() -> resident.set(meter(end)));
    double rate = send(SECONDS, peak / 2);
    meter.join();
    for (Thread viewer : viewers) {
      viewer.join(5_000);
    }
    if (failure.get() != null) {
      throw new IllegalStateException(failure.get());
    }
    long[] all =
        lags.stream().flatMapToLong(Arrays::stream).filter(lag -> lag > 0).sorted().toArray();
    Figure.of("board.lag", Load.quantile(all, 0.99), "ms, p99 of the oldest pass of an event")
        .with("p50_ms", Load.quantile(all, 0.5))
        .with("p99_ms", Load.quantile(all, 0.99))
        .with("events", all.length)
        .with("boards", VIEWERS)
        .with("passes_per_s", rate)
        .print();
    double[] megabytes = resident.get();
    Figure.of("board.rss", megabytes[megabytes.length - 1] - megabytes[0], "MB grown")
        .with("first_mb", megabytes[0])
        .with("half_mb", megabytes[megabytes.length / 2])
        .with("last_mb", megabytes[megabytes.length - 1])
        .with("minutes", SECONDS / 60)
        .print();
  }

  /** Sends passes, evenly if a rate is given; returns how many a second were recorded. */
  private double send(double seconds, double rate) throws InterruptedException {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    AtomicInteger recorded = new AtomicInteger();
    List<Thread> senders = new ArrayList<>();
    for (int n = 0; n < SENDERS; n++) {
      long gap = rate == 0 ? 0 : (long) (SENDERS / rate * 1e9);
      long first = start + gap * n / SENDERS;
      senders.add(Thread.ofPlatform().start(() -> sendOne(first, gap, end, recorded)));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    return recorded.get() / ((System.nanoTime() - start) / 1e9);
  }

  private void sendOne(long first, long gap, long end, AtomicInteger recorded) {
    long due = first;
    try (Wire wire = new Wire(site.port(), "/api/v1/facts", site.token())) {
      while (System.nanoTime() < end) {
        long wait = due - System.nanoTime();
        if (gap > 0 && wait > 0) {
          Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
        }
        due += gap;
        String body = Passes.single(site.place());
        if (wire.post(body).recorded() == 1) {
          recorded.incrementAndGet();
          if (body.contains("\"direction\":\"in\"")) {
            acknowledged.set(inward.getAndIncrement(), System.nanoTime());
          }
        }
      }
    } catch (IOException e) {
      failure.compareAndSet(null, "a sender failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(long[] lags, long end) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", site.port()));
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              ("GET /api/v1/reports/board/events HTTP/1.1\r\nHost: localhost\r\n"
                      + "Accept: text/event-stream\r\nCookie: "
                      + cookies
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String status = lines.readLine();
      if (status == null || !status.contains(" 200")) {
        throw new IOException(String.valueOf(status));
      }
      int shown = -1;
      int n = 0;
      while (System.nanoTime() < end) {
        String line = lines.readLine();
        if (line == null) {
          throw new IOException("the stream ended");
        }
        Matcher found = IN.matcher(line);
        if (found.find()) {
          int now = Integer.parseInt(found.group(1));
          // the board may be ahead of the receipts on their way: then the lag is none
          if (shown >= 0 && now > shown && n < lags.length && shown < inward.get()) {
            lags[n++] = Math.max(1, System.nanoTime() - acknowledged.get(shown));
          }
          shown = now;
        }
      }
      if (n == 0) {
        throw new IOException("no event");
      }
    } catch (IOException e) {
      failure.compareAndSet(null, "a board failed: " + e);
    }
  }

  private double[] meter(long end) {
    List<Double> megabytes = new ArrayList<>();
    try {
      Thread.sleep((long) (SECONDS * 100)); // the first tenth fills caches
      while (System.nanoTime() < end) {
        megabytes.add(Usage.residentMegabytes(site));
        Thread.sleep((long) Math.max(1_000, SECONDS * 1_000 / 20));
      }
    } catch (IOException e) {
      failure.compareAndSet(null, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return megabytes.stream().mapToDouble(it -> it).toArray();
  }

  @SuppressWarnings("SystemOut") // progress goes to the standard error
  private static void say(String what) {
    System.err.println(what);
  }
}
