package org.shouwang.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A fresh server with one gate, one enrolled device and a unit of known shift workers.
 *
 * @param pid the server's process
 * @param token of the device
 * @param place the gate
 */
record Site(int port, Path data, long pid, String token, UUID place, UUID zone) {

  /** As many as the acceptance scenario has. */
  static final int PERSONS = 16_400;

  /** A known person's id by its number. */
  static UUID person(int number) {
    return new UUID(0x0000_0000_0000_7000L, 0x8000_0000_0000_0000L + number);
  }

  /** Makes people, gate and device with the password that the server showed at its first start. */
  static Site prepare(int port, Path data, long pid, Path output)
      throws IOException, InterruptedException, SQLException {
    return prepare(port, data, pid, output, "gate");
  }

  /** The same with a device at a place of another kind. */
  static Site prepare(int port, Path data, long pid, Path output, String kind)
      throws IOException, InterruptedException, SQLException {
    Browser browser = new Browser(port);
    String[] administrator = administrator(output);
    browser.signIn(administrator[0], administrator[1]);
    browser.call(
        "PUT",
        "/api/v1/session/password",
        Map.of("current", administrator[1], "next", "A-Longer-Passphrase-2026"));
    return prepare(browser, port, data, pid, kind);
  }

  /** Makes people, gate and device as an administrator who has signed in. */
  static Site prepare(Browser browser, int port, Path data, long pid)
      throws IOException, InterruptedException, SQLException {
    return prepare(browser, port, data, pid, "gate");
  }

  private static Site prepare(Browser browser, int port, Path data, long pid, String kind)
      throws IOException, InterruptedException, SQLException {
    UUID zone = UUID.randomUUID();
    UUID gate = UUID.randomUUID();
    try (Connection database = connect(data, "postgres")) {
      place(database, zone, "B-PARK", "park", "park", null);
      if (kind.equals("gate")) {
        place(database, gate, "B-GATE", kind, "none", zone);
      } else {
        place(database, gate, "B-POINT", kind, "none", null);
      }
      people(database);
    }
    JsonNode code =
        browser.call("POST", "/api/v1/devices", Map.of("name", "bench", "placeId", gate));
    JsonNode enrolled =
        browser.call(
            "POST",
            "/api/v1/field/enrol",
            Map.of("code", code.path("code").stringValue(""), "publicKey", publicKey()));
    return new Site(port, data, pid, enrolled.path("token").stringValue(""), gate, zone);
  }

  /** A connection to the server's own database. */
  static Connection connect(Path data, String user) throws IOException, SQLException {
    List<String> pid = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"));
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + pid.get(3).strip() + "/shouwang?prepareThreshold=3",
        user,
        Files.readString(data.resolve("postgres/password")).strip());
  }

  /** Process of the database's postmaster. */
  long postmaster() throws IOException {
    return Long.parseLong(
        Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid")).getFirst().strip());
  }

  private static void place(
      Connection database, UUID id, String code, String kind, String level, UUID in)
      throws SQLException {
    try (PreparedStatement row =
        database.prepareStatement(
            """
            insert into people.place (id, code, name, kind, parent_id, level, enters_id)
            values (?, ?, ?, ?, ?, ?, ?)
            """)) {
      int column = 1;
      for (Object value : new Object[] {id, code, code, kind, in, level, in}) {
        row.setObject(column++, value);
      }
      row.executeUpdate();
    }
  }

  private static void people(Connection database) throws SQLException {
    UUID unit = UUID.randomUUID();
    try (PreparedStatement row =
            database.prepareStatement(
                """
                insert into people.unit (id, code, name, kind, path)
                values (?, 'B-UNIT', '压测单位', 'subsidiary', '压测单位')
                """);
        PreparedStatement person =
            database.prepareStatement(
                """
                insert into people.person (id, name, initials, kind, class_of_person, unit_id)
                values (?, '压测人员', 'ycry', 'employee', 'shift_worker', ?)
                """)) {
      row.setObject(1, unit);
      row.executeUpdate();
      for (int n = 0; n < PERSONS; n++) {
        person.setObject(1, person(n));
        person.setObject(2, unit);
        person.addBatch();
      }
      person.executeBatch();
    }
  }

  private static String[] administrator(Path output) throws IOException, InterruptedException {
    Pattern form = Pattern.compile("user name : (\\S+)\\s.*?password  : (\\S+)", Pattern.DOTALL);
    for (int wait = 0; wait < 300; wait++) {
      Matcher shown = form.matcher(Files.readString(output));
      if (shown.find()) {
        return new String[] {shown.group(1), shown.group(2)};
      }
      Thread.sleep(100);
    }
    throw new IOException("the server showed no first password in " + output);
  }

  private static Map<String, String> publicKey() {
    try {
      KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
      pairs.initialize(new ECGenParameterSpec("secp256r1"));
      ECPublicKey key = (ECPublicKey) pairs.generateKeyPair().getPublic();
      return Map.of(
          "kty",
          "EC",
          "crv",
          "P-256",
          "x",
          coordinate(key.getW().getAffineX().toByteArray()),
          "y",
          coordinate(key.getW().getAffineY().toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String coordinate(byte[] bytes) {
    byte[] fixed = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
  }
}
