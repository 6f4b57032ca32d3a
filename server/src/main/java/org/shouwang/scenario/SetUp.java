package org.shouwang.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shouwang.scenario.ScenarioClient.ScenarioFailed;
import tools.jackson.databind.JsonNode;

/** Brings people, places and devices in, as the administrator does. */
final class SetUp {

  private static final String LED = "SH01";
  private static final Duration LOOK = Duration.ofMillis(300);

  private final ScenarioClient admin;

  SetUp(ScenarioClient admin) {
    this.admin = admin;
  }

  boolean isEmpty() {
    return admin.get("/people?limit=1").path("items").isEmpty();
  }

  /**
   * Imports the demo's files.
   *
   * @param people how many the park has; 0: all of the scenario
   */
  void importAll(Path directory, int people, Consumer<String> tell) throws IOException {
    DemoFiles.Made made = DemoFiles.make(directory, people);
    importFile(made.units(), "units", tell);
    importFile(made.places(), "places", tell);
    for (Path file : made.people()) {
      importFile(file, "people", tell);
    }
  }

  private void importFile(Path file, String kind, Consumer<String> tell) throws IOException {
    String id = admin.upload(file, kind).path("id").asString("");
    await(id, "previewed");
    admin.post("/imports/" + id + "/commit", Map.of());
    JsonNode done = await(id, "committed");
    tell.accept(
        "%s: %d 行 rows, %d 正常 good, %d 有误 bad"
            .formatted(
                file.getFileName(),
                done.path("rows").asInt(),
                done.path("good").asInt(),
                done.path("bad").asInt()));
  }

  private JsonNode await(String id, String wanted) {
    while (true) {
      JsonNode job = admin.get("/imports/" + id);
      String state = job.path("state").asString("");
      if (state.equals(wanted)) {
        return job;
      }
      if (state.equals("failed") || state.equals("cancelled")) {
        throw new ScenarioFailed("import " + job.path("fileName").asString("") + ": " + state);
      }
      ScenarioClient.pause(LOOK);
    }
  }

  /** The demo's unit lead leads the first subsidiary; before the import there was none. */
  void giveLeadAUnit() {
    JsonNode unit = one(admin.get("/units"), "code", LED);
    JsonNode account = one(admin.get("/accounts?q=lead"), "username", "lead");
    admin.patch(
        "/accounts/" + account.path("id").asString(""),
        Map.of("units", List.of(unit.path("id").asString(""))));
  }

  private static JsonNode one(JsonNode answer, String field, String value) {
    for (JsonNode each : answer.isArray() ? answer : answer.path("items")) {
      if (each.path(field).asString("").equals(value)) {
        return each;
      }
    }
    throw new ScenarioFailed("there is no " + field + " " + value);
  }

  /** All places by code. */
  Map<String, UUID> places() {
    JsonNode answer = admin.get("/places");
    Map<String, UUID> places = new HashMap<>();
    for (JsonNode place : answer.isArray() ? answer : answer.path("items")) {
      places.put(place.path("code").asString(""), UUID.fromString(place.path("id").asString("")));
    }
    return places;
  }

  /** The roster, page by page. */
  List<Participant> roster() {
    List<Participant> roster = new ArrayList<>();
    String after = "";
    while (true) {
      JsonNode page = admin.get("/people?limit=500" + (after.isEmpty() ? "" : "&after=" + after));
      page.path("items").forEach(person -> roster.add(participant(person)));
      after = page.path("next").asString("");
      if (after.isEmpty()) {
        return roster;
      }
    }
  }

  /** Who lives together with somebody by the roster. */
  List<UUID> housemates(UUID person) {
    List<UUID> mates = new ArrayList<>();
    for (JsonNode mate : admin.get("/people/" + person).path("household")) {
      mates.add(UUID.fromString(mate.path("id").asString("")));
    }
    return mates;
  }

  private static Participant participant(JsonNode person) {
    String kind = person.path("kind").asString("");
    @Nullable String path = person.path("unitPath").asString("");
    String key =
        String.join(
            "|",
            kind,
            path,
            person.path("name").asString(""),
            person.path("document").path("masked").asString(""),
            person.path("phoneMasked").asString(""));
    return new Participant(
        UUID.fromString(person.path("id").asString("")),
        kind,
        person.path("classOfPerson").asString(""),
        path,
        key);
  }

  /**
   * Enrols a device at each place; one that has a device from before gets a new code.
   *
   * @return tokens by place
   */
  Map<UUID, String> enrol(Map<String, UUID> places) {
    Map<UUID, String> known = new HashMap<>();
    String after = "";
    do {
      JsonNode page = admin.get("/devices?limit=500" + (after.isEmpty() ? "" : "&after=" + after));
      for (JsonNode device : page.path("items")) {
        if (device.path("name").asString("").startsWith("演示终端")
            && !device.path("state").asString("").equals("revoked")) {
          known.put(
              UUID.fromString(device.path("placeId").asString("")), device.path("id").asString(""));
        }
      }
      after = page.path("next").asString("");
    } while (!after.isEmpty());
    Map<UUID, String> tokens = new LinkedHashMap<>();
    places.forEach((code, place) -> {
      String device = known.get(place);
      JsonNode made =
          device == null
              ? admin.post(
                  "/devices", Map.of("name", "演示终端 " + code, "placeId", place, "lane", "1道"))
              : admin.post("/devices/" + device + "/code", Map.of());
      JsonNode enrolled =
          admin.post(
              "/field/enrol",
              Map.of("code", made.path("code").asString(""), "publicKey", publicKey()));
      tokens.put(place, enrolled.path("token").asString(""));
    });
    return tokens;
  }

  /** A fresh ES256 key; the replay's devices sign nothing, so the private half is let go. */
  private static Map<String, String> publicKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      ECPublicKey key = (ECPublicKey) generator.generateKeyPair().getPublic();
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
      throw new IllegalStateException("every Java has P-256", e);
    }
  }

  private static String coordinate(byte[] number) {
    byte[] fixed = new byte[32];
    int length = Math.min(32, number.length);
    System.arraycopy(number, number.length - length, fixed, 32 - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
  }
}
