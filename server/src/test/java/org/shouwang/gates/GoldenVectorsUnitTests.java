package org.shouwang.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors that the server and the field app must both satisfy. */
@NullMarked
class GoldenVectorsUnitTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TestFactory
  Stream<DynamicTest> every_vector_is_judged_as_written() throws IOException {
    return vectors().stream()
        .map(vector -> DynamicTest.dynamicTest(vector.get("name").asString(), () -> judge(vector)));
  }

  @Test
  void every_reason_has_a_vector() throws IOException {
    Set<String> seen = new HashSet<>();
    vectors().forEach(vector -> seen.addAll(words(vector.get("verdict").get("reasons"))));
    assertThat(seen).containsAll(Arrays.stream(ReasonCode.values()).map(ReasonCode::word).toList());
  }

  private static void judge(JsonNode vector) {
    GateVerdict verdict = VerdictRules.judge(question(vector.get("input")));
    JsonNode expected = vector.get("verdict");
    assertThat(verdict.reasons().stream().map(reason -> reason.code().word()).toList())
        .isEqualTo(words(expected.get("reasons")));
    assertThat(verdict.action().word()).isEqualTo(expected.get("action").asString());
  }

  private static List<JsonNode> vectors() throws IOException {
    try (InputStream file =
        GoldenVectorsUnitTests.class.getResourceAsStream("/golden/gate-verdicts.json")) {
      return StreamSupport.stream(JSON.readTree(file).spliterator(), false).toList();
    }
  }

  private static GateQuestion question(JsonNode input) {
    JsonNode fact = input.get("fact");
    JsonNode person = input.get("person");
    return new GateQuestion(
        pass(fact),
        Instant.parse(fact.get("at").asString()),
        new GateQuestion.Subject(
            person.get("known").asBoolean(),
            person.get("provisional").asBoolean(),
            text(person, "classOfPerson")),
        restrictions(input.get("restrictions")),
        override(input.get("override")),
        input.get("evacuation").asBoolean(),
        new GateRules(text(input, "edition"), rules(input.get("rules"))),
        input.has("rosterAgeHours") ? input.get("rosterAgeHours").asDouble() : null);
  }

  private static PassData pass(JsonNode fact) {
    JsonNode readings = fact.path("temperatures");
    double[] temperatures =
        StreamSupport.stream(readings.spliterator(), false)
            .mapToDouble(JsonNode::asDouble)
            .toArray();
    JsonNode test = fact.path("test");
    return new PassData(
        "out".equals(text(fact, "direction")),
        text(fact, "colour"),
        temperatures,
        text(fact, "tripCard"),
        test.isObject()
            ? new PassData.Test(
                instant(test, "sampledAt"), instant(test, "reportedAt"), text(test, "result"))
            : null,
        text(fact, "reason"),
        text(fact, "host"),
        text(fact, "escort"),
        text(fact, "classOfPerson"),
        text(fact, "emergency"));
  }

  private static List<GateQuestion.Restriction> restrictions(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(each ->
            new GateQuestion.Restriction(
                GateQuestion.Restriction.Kind.ofWord(text(each, "kind")),
                instant(each, "since"),
                instant(each, "until"),
                each.path("byCode").asBoolean(false)))
        .toList();
  }

  private static GateQuestion.@Nullable Override override(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    Set<ReasonCode> reasons = new HashSet<>();
    words(node.get("reasons")).forEach(word -> reasons.add(ReasonCode.ofWord(word).orElseThrow()));
    return new GateQuestion.Override(
        reasons, instant(node, "from"), Instant.parse(node.get("until").asString()));
  }

  private static Map<String, @Nullable Object> rules(JsonNode rules) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    rules.propertyStream().forEach(rule -> values.put(rule.getKey(), value(rule.getValue())));
    return values;
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    if (node.isNumber()) {
      return node.asDouble();
    }
    return node.isArray() ? words(node) : node.asString();
  }

  private static List<String> words(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asString).toList();
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.get(field).asString() : null;
  }

  private static @Nullable Instant instant(JsonNode node, String field) {
    return node.hasNonNull(field) ? Instant.parse(node.get(field).asString()) : null;
  }
}
