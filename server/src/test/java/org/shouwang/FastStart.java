package org.shouwang;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A start-up cache for the servers of the tests, as {@code ./run} has one: the JVM takes it only
 * with a class path of jars, so the classes are packed first.
 *
 * <p>Made by {@code ./test} alone ({@code -Dshouwang.test.faststart=true}): it costs more than one
 * start saves. A server that starts while it is being made starts without.
 */
final class FastStart {

  private static final Path PLACE = Path.of("target", "fast-start").toAbsolutePath();
  private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();
  private static final Path JAR = PLACE.resolve("classes.jar");
  private static final Path CACHE = PLACE.resolve("shouwang.aot");

  /** Says of which classes the cache is. */
  private static final Path DONE = PLACE.resolve("done");

  private FastStart() {}

  /** What a server of the tests starts with. */
  record Start(String classPath, List<String> flags) {}

  /** Starts a server with this class path and flag, and ends it in good order. */
  @FunctionalInterface
  interface Training {
    void run(String classPath, String flag) throws IOException, InterruptedException;
  }

  /** The class path of this test and, if there is one of these very classes, its cache. */
  static Start of(String classPath, Training training) throws IOException, InterruptedException {
    if (!Boolean.getBoolean("shouwang.test.faststart")) {
      return new Start(classPath, List.of());
    }
    Files.createDirectories(PLACE);
    String mark = mark(classPath);
    if (!isMade(mark)) {
      try (FileChannel channel =
              FileChannel.open(
                  PLACE.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = tryLock(channel)) {
        if (lock == null) {
          return new Start(classPath, List.of());
        }
        if (!isMade(mark)) {
          make(classPath, mark, training);
        }
      }
    }
    List<String> flags =
        Files.exists(CACHE) ? List.of("-XX:AOTCache=" + CACHE, "-Xlog:aot*=off") : List.of();
    return new Start(jars(classPath), flags);
  }

  private static boolean isMade(String mark) throws IOException {
    return Files.exists(DONE) && Files.readString(DONE).equals(mark);
  }

  private static void make(String classPath, String mark, Training training)
      throws IOException, InterruptedException {
    Files.deleteIfExists(DONE);
    Files.deleteIfExists(CACHE);
    pack();
    try {
      training.run(jars(classPath), "-XX:AOTCacheOutput=" + CACHE);
    } catch (IllegalStateException tooSlow) {
      System.out.println("no start-up cache for the servers of the tests: " + tooSlow.getMessage());
      Files.deleteIfExists(CACHE);
    }
    Files.writeString(DONE, mark);
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException anotherThread) {
      return null;
    }
  }

  /** The class path without directories: the classes as a jar, those of the tests left out. */
  private static String jars(String classPath) {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(java.io.File.pathSeparator)) {
      if (Path.of(entry).toAbsolutePath().equals(CLASSES)) {
        entries.add(JAR.toString());
      } else if (!Files.isDirectory(Path.of(entry))) {
        entries.add(entry);
      }
    }
    return String.join(java.io.File.pathSeparator, entries);
  }

  /** Changes with the classes and with what they are started with. */
  private static String mark(String classPath) throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      long newest = files.mapToLong(file -> file.toFile().lastModified()).max().orElse(0);
      return newest + " " + System.getProperty("java.home") + " " + classPath;
    }
  }

  private static void pack() throws IOException {
    Path fresh = PLACE.resolve("classes.jar.part");
    try (Stream<Path> found = Files.walk(CLASSES);
        OutputStream file = Files.newOutputStream(fresh);
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.setLevel(1);
      for (Path path : found.sorted().toList()) {
        String name = CLASSES.relativize(path).toString().replace('\\', '/');
        boolean directory = Files.isDirectory(path);
        if (name.isEmpty()) {
          continue;
        }
        jar.putNextEntry(new JarEntry(directory ? name + "/" : name)); // scanning asks for both
        if (!directory) {
          Files.copy(path, jar);
        }
        jar.closeEntry();
      }
    }
    Files.move(fresh, JAR, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Ends a server in training: it writes the cache while it stops. */
  static void end(Process trained) throws InterruptedException {
    trained.destroy();
    if (!trained.waitFor(300, TimeUnit.SECONDS)) {
      trained.destroyForcibly().waitFor();
    }
  }
}
