package org.shouwang;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The real server in a process of its own, on a data directory of its own, to be killed. */
public final class ServerProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final String NO_HTTPS = "--shouwang.tls.enabled=false";

  private final Path data;
  private final Path output;
  private final int port;
  private final List<String> arguments;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  private ServerProcess(Path data, int port, List<String> arguments)
      throws IOException, InterruptedException {
    this.data = data;
    this.output = data.resolve("server.out");
    this.port = port;
    this.arguments = new ArrayList<>(arguments);
    this.process = launch();
  }

  private ServerProcess(Path data, int port, List<String> arguments, String classPath, String flag)
      throws IOException {
    this.data = data;
    this.output = data.resolve("server.out");
    this.port = port;
    this.arguments = new ArrayList<>(arguments);
    this.process = launch(classPath, List.of(flag));
  }

  /**
   * Starts one on a fresh directory and waits until it answers.
   *
   * @param name of the directory, for whoever looks at what is left
   * @param arguments further ones for the server, those of {@code -X} for its JVM; without any it
   *     has no HTTPS
   */
  public static ServerProcess start(String name, String... arguments)
      throws IOException, InterruptedException {
    Path data = freshDirectory(name);
    int port = freePort();
    List<String> further = arguments.length > 0 ? List.of(arguments) : List.of(NO_HTTPS);
    ServerProcess server = new ServerProcess(data, port, further);
    server.awaitReady();
    return server;
  }

  /**
   * Starts another application on the same database and keys, at a port of its own.
   *
   * @param first owns the database
   */
  public static ServerProcess beside(ServerProcess first) throws IOException, InterruptedException {
    List<String> pid = Files.readAllLines(first.data.resolve("postgres/cluster/postmaster.pid"));
    String password = Files.readString(first.data.resolve("postgres/password")).strip();
    List<String> further = new ArrayList<>(first.arguments);
    further.addAll(
        List.of(
            "--shouwang.storage.url=jdbc:postgresql://127.0.0.1:"
                + pid.get(3).strip()
                + "/shouwang",
            "--shouwang.storage.owner-user=shouwang_owner",
            "--shouwang.storage.owner-password=" + password,
            "--shouwang.storage.app-password=" + password));
    ServerProcess second = new ServerProcess(first.data, freePort(), further);
    second.awaitReady();
    return second;
  }

  private Process launch() throws IOException, InterruptedException {
    FastStart.Start start = FastStart.of(classPath(), ServerProcess::train);
    return launch(start.classPath(), start.flags());
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** A start with the commonest arguments, asked a little and stopped. */
  private static void train(String classPath, String flag)
      throws IOException, InterruptedException {
    Path data = freshDirectory("training");
    ServerProcess trained = new ServerProcess(data, freePort(), List.of(NO_HTTPS), classPath, flag);
    trained.awaitReady();
    FastStart.end(trained.process);
  }

  private static Path freshDirectory(String name) throws IOException {
    Path parent = Files.createDirectories(Path.of("target", "test-data"));
    Path data = Files.createTempDirectory(parent, name + "-").toAbsolutePath();
    // the database runs as another account when the tests run as root
    data.toFile().setExecutable(true, false);
    data.toFile().setReadable(true, false);
    return data;
  }

  private Process launch(String classPath, List<String> flags) throws IOException {
    // two forks of the tests would unpack into the same place at the same time
    String fork = System.getProperty("shouwang.test.fork", "1");
    Path binaries = Path.of("target", "postgres-binaries-" + fork).toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dstdout.encoding=UTF-8"));
    command.addAll(arguments.stream().filter(it -> it.startsWith("-X")).toList());
    command.addAll(flags);
    command.add("-cp");
    command.add(classPath);
    command.add(Shouwang.class.getName());
    command.addAll(
        List.of(
            "--shouwang.data=" + data,
            "--shouwang.storage.port=0",
            "--shouwang.storage.binaries=" + binaries,
            "--server.port=" + port));
    command.addAll(arguments.stream().filter(it -> !it.startsWith("-X")).toList());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("server.out").toFile()))
        .start();
  }

  /** Starts it again on its data, at the same port. */
  public void restart() throws IOException, InterruptedException {
    process = launch();
    awaitReady();
  }

  /**
   * Ends it in good order and starts it again on its data with one more argument.
   *
   * @param argument counts instead of an earlier one of the same name
   */
  void restartWith(String argument) throws IOException, InterruptedException {
    close();
    String name = argument.substring(0, argument.indexOf('=') + 1);
    arguments.removeIf(it -> it.startsWith(name));
    arguments.add(argument);
    restart();
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the server ended:\n" + tail());
      }
      try {
        HttpRequest ask =
            HttpRequest.newBuilder(uri("/api/v1/meta")).timeout(Duration.ofSeconds(2)).build();
        if (http.send(ask, BodyHandlers.discarding()).statusCode() > 0) {
          return;
        }
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new IllegalStateException("the server did not answer:\n" + tail());
  }

  /** Its data directory. */
  public Path data() {
    return data;
  }

  /** A port that nothing listened on a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** kill -9 of the JVM alone; the database lives on, orphaned. */
  public void killServer() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** kill -9 of the JVM and of every process of its database. */
  public void killServerAndDatabase() throws IOException, InterruptedException {
    Path pidFile = data.resolve("postgres/cluster/postmaster.pid");
    List<ProcessHandle> database = new ArrayList<>();
    if (Files.exists(pidFile)) {
      ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()))
          .ifPresent(postmaster -> {
            database.add(postmaster);
            try (Stream<ProcessHandle> children = postmaster.descendants()) {
              children.forEach(database::add);
            }
          });
    }
    process.destroyForcibly();
    database.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
    for (ProcessHandle one : database) {
      for (int wait = 0; one.isAlive() && wait < 500; wait++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  /** Address of a path, over plain HTTP on loopback. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Name and password of the administrator that the first start made and showed. */
  String[] administrator() throws IOException, InterruptedException {
    Pattern form = Pattern.compile("user name : (\\S+)\\s.*?password  : (\\S+)", Pattern.DOTALL);
    for (int wait = 0; wait < 300; wait++) {
      Matcher shown = form.matcher(Files.readString(output));
      if (shown.find()) {
        return new String[] {shown.group(1), shown.group(2)};
      }
      TimeUnit.MILLISECONDS.sleep(100); // it answers a moment before it has made the account
    }
    throw new IllegalStateException("no first password was shown:\n" + tail());
  }

  /** A connection of the database's superuser, to look from outside. */
  public Connection database() throws IOException, SQLException {
    List<String> pid = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"));
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + pid.get(3).strip() + "/shouwang",
        "postgres",
        Files.readString(data.resolve("postgres/password")).strip());
  }

  /** Runs {@code verify-audit} as its users do; its exit status and what it printed. */
  Verified verifyAudit() throws IOException, InterruptedException {
    Path printed = Files.createTempFile("verify-audit", ".out");
    Process verification =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstdout.encoding=UTF-8",
                "-cp",
                classPath(),
                "org.shouwang.audit.VerifyAudit",
                "--data",
                data.toString())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    if (!verification.waitFor(120, TimeUnit.SECONDS)) {
      verification.destroyForcibly();
    }
    return new Verified(verification.waitFor(), Files.readString(printed));
  }

  /** Answer of a verification. */
  record Verified(int status, String text) {}

  public String tail() throws IOException {
    List<String> lines = Files.readAllLines(output);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      killServerAndDatabase();
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "server on port %d with %s", port, data);
  }
}
