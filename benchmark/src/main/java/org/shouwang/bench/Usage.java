package org.shouwang.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What processes have used, from /proc (Linux). */
final class Usage {

  private static final long MICROS_PER_TICK = 10_000; // USER_HZ is 100 on every Linux we run on

  private Usage() {}

  /** CPU microseconds of the server and its database so far, ended children included. */
  static long cpuMicros(Site site) throws IOException {
    long ticks = ticks(site.pid()) + ticks(site.postmaster());
    for (ProcessHandle child :
        ProcessHandle.of(site.postmaster()).orElseThrow().children().toList()) {
      ticks += ticks(child.pid());
    }
    return ticks * MICROS_PER_TICK;
  }

  /** CPU microseconds of the server alone so far. */
  static long jvmMicros(Site site) throws IOException {
    return ticks(site.pid()) * MICROS_PER_TICK;
  }

  private static long ticks(long pid) throws IOException {
    Path file = Path.of("/proc/" + pid + "/stat");
    if (!Files.exists(file)) {
      return 0;
    }
    String stat = Files.readString(file);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long sum = 0;
    for (int i = 11; i <= 14; i++) { // utime stime cutime cstime
      sum += Long.parseLong(fields[i]);
    }
    return sum;
  }

  /** Resident megabytes of the server. */
  static double residentMegabytes(Site site) throws IOException {
    return megabytes(site.pid(), "VmRSS:");
  }

  /** The most resident megabytes of a process since its start. */
  static double peakMegabytes(long pid) throws IOException {
    return megabytes(pid, "VmHWM:");
  }

  private static double megabytes(long pid, String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    throw new IOException("no " + key + " of process " + pid);
  }
}
