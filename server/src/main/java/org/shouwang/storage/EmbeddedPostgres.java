package org.shouwang.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our own launcher of the bundled PostgreSQL 18: durable (fsync stays on), password-protected, on
 * loopback only, its data outside the unpacked binaries.
 *
 * <p>PostgreSQL refuses to run as root; then the unprivileged account {@code postgres} or {@code
 * nobody} runs it and owns the data directory.
 */
final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final int MAJOR = 18;
  private static final String VERSION = "18.6";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Path home;
  private final Path binaries;
  private final Path cluster;
  private final String password;
  private final int port;
  private final @Nullable String runAs;
  private boolean reachesByRight;
  private @Nullable FileChannel claim;

  private EmbeddedPostgres(
      Path home, Path binaries, String password, int port, @Nullable String runAs) {
    this.home = home;
    this.binaries = binaries;
    this.cluster = home.resolve("cluster");
    this.password = password;
    this.port = port;
    this.runAs = runAs;
  }

  /**
   * Starts the server in a directory, making the cluster on first use.
   *
   * @param directory the application's data directory
   * @param wantedPort loopback port; 0 picks a free one
   * @param unpackTo where the server programs are unpacked; null: beside the cluster
   * @throws IllegalStateException with the cause and the cure when it can't start
   */
  static EmbeddedPostgres start(Path directory, int wantedPort, @Nullable Path unpackTo) {
    try {
      Path home = directory.toAbsolutePath().resolve("postgres");
      Files.createDirectories(home);
      @Nullable String runAs = isRoot() ? unprivilegedAccount() : null;
      Path binaries =
          Binaries.unpacked(
              unpackTo == null ? home.resolve("server-" + VERSION) : unpackTo.toAbsolutePath());
      Path secret = home.resolve("password");
      String password = Files.exists(secret) ? Files.readString(secret).strip() : newPassword();
      EmbeddedPostgres server =
          new EmbeddedPostgres(
              home, binaries, password, wantedPort == 0 ? freePort() : wantedPort, runAs);
      if (!Files.exists(secret)) {
        writeSecret(secret, password);
      }
      server.claim();
      server.openUpPath();
      server.initialise();
      server.stopOrphan();
      server.launch();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL could not start", e);
    }
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  String superuserPassword() {
    return password;
  }

  int port() {
    return port;
  }

  /** One application per data directory: a second one must not stop the first one's database. */
  private void claim() throws IOException {
    FileChannel channel =
        FileChannel.open(
            home.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IllegalStateException(
          "another Shouwang runs on %s; stop it, or give another shouwang.data".formatted(home));
    }
    claim = channel;
  }

  /**
   * Joins the server that a running application started, without owning its life.
   *
   * @return its port and password, or null when none runs on this directory
   */
  static @Nullable Running running(Path directory) {
    Path home = directory.toAbsolutePath().resolve("postgres");
    Path pidFile = home.resolve("cluster").resolve("postmaster.pid");
    try {
      if (!Files.exists(pidFile)) {
        return null;
      }
      List<String> lines = Files.readAllLines(pidFile);
      long pid = Long.parseLong(lines.getFirst().strip());
      if (!commandLine(pid).contains(home.resolve("cluster").toString())) {
        return null;
      }
      return new Running(
          Integer.parseInt(lines.get(3).strip()),
          Files.readString(home.resolve("password")).strip());
    } catch (IOException e) {
      return null;
    }
  }

  /** Where a running server listens. */
  record Running(int port, String password) {}

  private void initialise() throws IOException {
    Path version = cluster.resolve("PG_VERSION");
    if (Files.exists(version)) {
      String found = Files.readString(version).strip();
      if (!found.equals(String.valueOf(MAJOR))) {
        throw new IllegalStateException(
            "the data in %s is of PostgreSQL %s, this build brings %d: start it with a PostgreSQL %s"
                    .formatted(cluster, found, MAJOR, found)
                + " by URL, or move the directory away");
      }
      return;
    }
    Files.createDirectories(cluster);
    own(home);
    Path secret = home.resolve("password");
    run(
        "initdb",
        List.of(
            binaries.resolve("bin/initdb").toString(),
            "-D",
            cluster.toString(),
            "-U",
            "postgres",
            "--auth=scram-sha-256",
            "--pwfile=" + secret,
            "--encoding=UTF8",
            "--locale=C",
            "--data-checksums"));
    Files.writeString(
        cluster.resolve("postgresql.conf"),
        """

        # written by Shouwang at the first start
        listen_addresses = '127.0.0.1'
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        password_encryption = 'scram-sha-256'
        timezone = 'UTC'
        log_timezone = 'UTC'
        max_connections = 120
        shared_buffers = 512MB
        effective_cache_size = 4GB
        work_mem = 16MB
        maintenance_work_mem = 256MB
        max_wal_size = 4GB
        min_wal_size = 256MB
        checkpoint_timeout = 15min
        checkpoint_completion_target = 0.9
        wal_compression = lz4
        autovacuum_naptime = 20s
        jit = off
        """
            // the bundle may lack lz4; pglz is always there
            .replace("lz4", "pglz"),
        StandardOpenOption.APPEND);
    own(home);
  }

  /** A server left behind by a killed application holds our data directory: stop it first. */
  private void stopOrphan() throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    Optional<ProcessHandle> orphan =
        ProcessHandle.of(pid)
            .filter(process ->
                process.info().command().map(it -> it.endsWith("/postgres")).orElse(true));
    boolean ours = orphan.isPresent() && commandLine(pid).contains(cluster.toString());
    if (ours) {
      log.warn("stopping the database process {} that an earlier run left behind", pid);
      runQuietly(pgCtl("stop", "-m", "fast", "-t", "30"));
      if (orphan.get().isAlive()) {
        runQuietly(pgCtl("stop", "-m", "immediate", "-t", "10"));
      }
    }
    Files.deleteIfExists(pidFile);
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  private void launch() throws IOException {
    List<String> command = pgCtl("start", "-w", "-t", String.valueOf(START_LIMIT.toSeconds()));
    command.addAll(
        List.of(
            "-l", home.resolve("postgres.log").toString(),
            "-o", "-p %d -k %s".formatted(port, cluster)));
    try {
      run("start", command);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          e.getMessage()
              + "; if port %d is taken, set shouwang.storage.port; the server's log is %s"
                  .formatted(port, home.resolve("postgres.log")),
          e);
    }
  }

  /** Stops the server cleanly; the pool must be closed before. */
  @Override
  public void close() {
    runQuietly(pgCtl("stop", "-m", "fast", "-w", "-t", "60"));
    try (FileChannel released = claim) {
      claim = null;
    } catch (IOException e) {
      log.debug("the claim on the data directory could not be given back", e);
    }
  }

  private List<String> pgCtl(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(binaries.resolve("bin/pg_ctl").toString());
    command.add("-D");
    command.add(cluster.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private void runQuietly(List<String> command) {
    try {
      run("stop", command);
    } catch (IllegalStateException | IOException e) {
      log.debug("pg_ctl: {}", e.getMessage());
    }
  }

  private void run(String what, List<String> command) throws IOException {
    execute(what, asUser(runAs, reachesByRight, command), home);
  }

  private void own(Path path) throws IOException {
    if (runAs != null) {
      execute("chown", List.of("chown", "-R", runAs + ":", path.toString()), home);
    }
  }

  /**
   * The unprivileged account must be able to pass through the directories above the data and the
   * programs. Where they are closed, as /root is, it keeps the one right to search and read, but
   * not to write.
   */
  private void openUpPath() throws IOException {
    if (runAs == null) {
      return;
    }
    own(home);
    reachesByRight = !reaches(false);
    if (reachesByRight && !reaches(true)) {
      throw new IllegalStateException(
          "the account %s, which runs the database, can't reach %s: open the directories above it"
                  .formatted(runAs, home)
              + " (chmod a+x), or choose another data directory, such as /var/lib/shouwang");
    }
  }

  private boolean reaches(boolean byRight) throws IOException {
    try {
      for (Path path : List.of(home, binaries.resolve("bin"))) {
        List<String> question = List.of("test", "-x", path.toString());
        execute("access", asUser(runAs, byRight, question), Path.of("/"));
      }
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  static List<String> asUser(@Nullable String account, boolean byRight, List<String> command) {
    if (account == null) {
      return command;
    }
    List<String> wrapped =
        new ArrayList<>(List.of("setpriv", "--reuid=" + account, "--regid=" + group(account)));
    wrapped.add("--clear-groups");
    if (byRight) {
      wrapped.addAll(
          List.of(
              "--securebits=+no_setuid_fixup",
              "--inh-caps=-all,+dac_read_search",
              "--ambient-caps=-all,+dac_read_search"));
    }
    wrapped.addAll(command);
    return wrapped;
  }

  private static String group(String account) {
    return account.equals("nobody") ? "nogroup" : account;
  }

  static void execute(String what, List<String> command, Path directory) throws IOException {
    Path output = Files.createTempFile("shouwang-", ".out");
    try {
      // A file, not a pipe: the server would inherit a pipe and keep it open for ever.
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "embedded PostgreSQL, %s failed: %s".formatted(what, Files.readString(output).strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + what, e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String unprivilegedAccount() throws IOException {
    List<String> accounts =
        Files.readAllLines(Path.of("/etc/passwd")).stream().map(it -> it.split(":")[0]).toList();
    return accounts.contains("postgres") ? "postgres" : "nobody";
  }

  private static String newPassword() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static void writeSecret(Path file, String secret) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, secret);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The bundled server programs, unpacked once per version. */
  static final class Binaries {

    private Binaries() {}

    static Path unpacked(Path root) throws IOException {
      String resource = "/postgres-" + platform() + ".txz";
      try (InputStream archive = EmbeddedPostgres.class.getResourceAsStream(resource)) {
        if (archive == null) {
          throw new IllegalStateException(
              "no PostgreSQL is bundled for %s; give one by shouwang.storage.url"
                  .formatted(platform()));
        }
        if (Files.exists(root.resolve("complete"))) {
          return root;
        }
        Files.createDirectories(root.getParent());
        Path fresh = Files.createTempDirectory(root.getParent(), "unpack-");
        unpack(archive, fresh);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createFile(fresh.resolve("complete"));
        try {
          Files.move(fresh, root, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException raced) {
          if (!Files.exists(root.resolve("complete"))) {
            throw raced;
          }
        }
        return root;
      }
    }

    private static String platform() {
      String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
      String cpu = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
      return (os.contains("mac") ? "darwin" : os.contains("win") ? "windows" : "linux") + "-" + cpu;
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(
              new XZCompressorInputStream(archive), StandardCharsets.UTF_8.name())) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          Path file = target.resolve(entry.getName()).normalize();
          if (!file.startsWith(target)) {
            throw new IOException("entry outside the archive: " + entry.getName());
          }
          if (entry.isDirectory()) {
            Files.createDirectories(file);
          } else if (entry.isSymbolicLink()) {
            Files.createDirectories(file.getParent());
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
          } else {
            Files.createDirectories(file.getParent());
            Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
            if ((entry.getMode() & 0100) != 0) {
              Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
          }
        }
      }
    }
  }
}
