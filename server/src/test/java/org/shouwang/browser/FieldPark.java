package org.shouwang.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;
import org.shouwang.FieldClient;
import org.shouwang.ServerProcess;
import tools.jackson.databind.JsonNode;

/**
 * A real server with the demo's park, whose employees pass at the east gate, reached by phones over
 * HTTPS under a name that is not localhost.
 */
final class FieldPark implements AutoCloseable {

  static final String HOST = "gate.shouwang.test";
  static final String GUARD = "门岗甲";
  static final String PIN = "270358";
  static final String LANE = "1道";

  private static final String GATE = "GATE1";

  /** So many that the roster has the 205 shift workers who pass one after the other. */
  private static final int PEOPLE = 5_000;

  private static final int TITLE_ROWS = 3;

  private final ServerProcess server;
  private final int httpsPort;
  private final FieldClient admin;
  private final UUID gate;
  private final List<Worker> workers;

  /**
   * Somebody whom the roster of the gate knows.
   *
   * @param scan what a scanner reads from what they show: an identity card or a badge
   */
  record Worker(String name, String scan, String badge) {}

  /**
   * A pass as the server keeps it.
   *
   * @param action the server's verdict
   * @param deviceAction the device's
   */
  record Kept(UUID person, Instant at, String action, @Nullable String deviceAction) {}

  private FieldPark(ServerProcess server, int httpsPort) throws IOException, InterruptedException {
    this.server = server;
    this.httpsPort = httpsPort;
    admin = new FieldClient(server);
    admin.signIn("admin", "Park-Demo-2022");
    awaitMorning();
    gate = place(GATE);
    workers = workers();
  }

  /** Starts it with the roster imported and a small morning behind it. */
  static FieldPark start() throws IOException, InterruptedException {
    int port = ServerProcess.freePort();
    ServerProcess server =
        ServerProcess.start(
            "field",
            "--shouwang.demo=true",
            "--shouwang.scenario.until=2022-03-08",
            "--shouwang.scenario.park=" + PEOPLE,
            "--shouwang.scenario.people=60",
            "--shouwang.scenario.live-passes=0",
            "--shouwang.tls.port=" + port,
            "--shouwang.tls.names=" + HOST);
    try {
      return new FieldPark(server, port);
    } catch (IOException | InterruptedException | AssertionError | IllegalStateException e) {
      server.close(); // nobody else knows of it
      throw e;
    }
  }

  private void awaitMorning() throws IOException, InterruptedException {
    for (int wait = 0; wait < 600; wait++) {
      JsonNode replay = admin.ask("/api/v1/scenario");
      String state = replay.path("state").asString("");
      if (state.equals("done")) {
        return;
      }
      if (state.equals("failed")) {
        throw new IllegalStateException(replay + "\n" + server.tail());
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new IllegalStateException("the demo was not ready:\n" + server.tail());
  }

  UUID place(String code) throws IOException, InterruptedException {
    for (JsonNode place : admin.ask("/api/v1/places")) {
      if (place.path("code").asString("").equals(code)) {
        return UUID.fromString(place.path("id").asString(""));
      }
    }
    throw new IllegalStateException("the demo has no place " + code);
  }

  /** Shift workers from the very file that was imported; every other one shows the badge. */
  private List<Worker> workers() throws IOException {
    List<Worker> found = new ArrayList<>();
    try (ReadableWorkbook book =
            new ReadableWorkbook(
                server.data().resolve("demo-files/people-employees.xlsx").toFile());
        Stream<Row> rows = book.getFirstSheet().openStream()) {
      Map<String, Integer> columns = new HashMap<>();
      for (Row row : rows.skip(TITLE_ROWS - 1).toList()) {
        if (columns.isEmpty()) {
          for (int i = 0; i < row.getCellCount(); i++) {
            columns.put(row.getCellText(i), i);
          }
        } else if (row.getOptionalCell(columns.get("工牌号")).isPresent()
            && row.getCellText(columns.get("部门")).equals("生产部")
            && row.getCellText(columns.get("工牌号")).startsWith("SH")) {
          String shown = found.size() % 2 == 0 ? "身份证号" : "工牌号";
          found.add(
              new Worker(
                  row.getCellText(columns.get("姓名")),
                  row.getCellText(columns.get(shown)).strip(),
                  row.getCellText(columns.get("工牌号")).strip()));
        }
      }
    }
    return List.copyOf(found);
  }

  List<Worker> everyWorker() {
    return workers;
  }

  Connection database() throws IOException, SQLException {
    return server.database();
  }

  /** Somebody of the demo, signed in. */
  FieldClient signedIn(String username) throws IOException, InterruptedException {
    FieldClient client = new FieldClient(server);
    client.signIn(username, "Park-Demo-2022");
    return client;
  }

  Worker worker(int number) {
    return workers.get(number);
  }

  /** A fresh one-time code for a device at the gate. */
  String enrolmentCode(String device) throws IOException, InterruptedException {
    return enrolmentCode(device, gate);
  }

  /** A fresh one-time code for a device at a place. */
  String enrolmentCode(String device, UUID place) throws IOException, InterruptedException {
    return admin
        .post("/api/v1/devices", Map.of("name", device, "placeId", place))
        .path("code")
        .asString("");
  }

  /** Orders the gate's zone to be evacuated; returns the order's id. */
  UUID evacuate() throws IOException, InterruptedException {
    FieldClient command = new FieldClient(server);
    command.signIn("command", "Park-Demo-2022");
    JsonNode ordered =
        command.post(
            "/api/v1/gates/evacuations",
            Map.of("zoneId", place("PARK"), "kind", "drill", "reason", "消防演练"));
    return UUID.fromString(ordered.path("id").asString(""));
  }

  void endEvacuation(UUID id) throws IOException, InterruptedException {
    FieldClient command = new FieldClient(server);
    command.signIn("command", "Park-Demo-2022");
    command.post("/api/v1/gates/evacuations/" + id + "/end", Map.of());
  }

  String url() {
    return "https://" + HOST + ":" + httpsPort + "/field/";
  }

  /** Stops the server as its operator does. */
  void stop() throws IOException, InterruptedException {
    server.close();
  }

  void startAgain() throws IOException, InterruptedException {
    server.restart();
  }

  Instant worldNow() throws IOException, InterruptedException {
    return Instant.parse(admin.ask("/api/v1/clock").path("world").asString(""));
  }

  /** The passes that one device brought. */
  List<Kept> passesOf(String device) throws IOException {
    List<Kept> kept = new ArrayList<>();
    try (Connection database = server.database();
        PreparedStatement passes =
            database.prepareStatement(
                """
                select person_id, at, action, device_action
                from gates.pass
                where device_id = (select id from security.device where name = ?)
                order by at
                """)) {
      passes.setString(1, device);
      try (ResultSet row = passes.executeQuery()) {
        while (row.next()) {
          kept.add(
              new Kept(
                  row.getObject(1, UUID.class),
                  row.getTimestamp(2).toInstant(),
                  row.getString(3),
                  row.getString(4)));
        }
      }
      return kept;
    } catch (SQLException e) {
      throw new IOException("the passes could not be read", e);
    }
  }

  /** Where a person declared to have been. */
  List<String> declaredStays(String name) throws IOException {
    List<String> places = new ArrayList<>();
    try (Connection database = server.database();
        PreparedStatement stays =
            database.prepareStatement(
                """
                select s.place from screening.stay s join people.person p on p.id = s.person_id
                where p.name = ?
                """)) {
      stays.setString(1, name);
      try (ResultSet row = stays.executeQuery()) {
        while (row.next()) {
          places.add(row.getString(1));
        }
      }
      return places;
    } catch (SQLException e) {
      throw new IOException("the declarations could not be read", e);
    }
  }

  /** For Chromium's {@code --ignore-certificate-errors-spki-list}: this one key and no other. */
  String publicKeyPin() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, null);
      try (SSLSocket socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), httpsPort)) {
        socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
        byte[] key = socket.getSession().getPeerCertificates()[0].getPublicKey().getEncoded();
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Only to look at which key the server has; what is sent to it is for the browser to protect. */
  private static final class AnyCertificate implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // any: its public key is the answer
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    server.close();
  }
}
