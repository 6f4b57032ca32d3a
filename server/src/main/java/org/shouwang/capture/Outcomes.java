package org.shouwang.capture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.FactHandler.Accepted;
import org.shouwang.web.Problems;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** Turns outcomes into what is kept with the receipt and what the device is told. */
@Component
class Outcomes {

  private final ObjectMapper json;
  private final Problems problems;

  Outcomes(ObjectMapper json, Problems problems) {
    this.json = json;
    this.problems = problems;
  }

  @Nullable String verdict(@Nullable Object verdict) {
    return verdict == null ? null : json.writeValueAsString(verdict);
  }

  /** Kept with the receipt, without personal data, so that a retry gets the same answer. */
  String kept(Arrived arrived, @Nullable String verdict) {
    StringBuilder text = new StringBuilder(160);
    text.append("{\"at\":\"")
        .append(arrived.at())
        .append("\",\"skewMs\":")
        .append(arrived.skewMs());
    if (!arrived.flags().isEmpty()) {
      text.append(",\"flags\":[\"").append(String.join("\",\"", flags(arrived))).append("\"]");
    }
    if (verdict != null) {
      text.append(",\"verdict\":").append(verdict);
    }
    return text.append('}').toString();
  }

  private static List<String> flags(Arrived arrived) {
    return arrived.flags().stream().map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
  }

  /** What the audit says of a commit of facts: how many of what, and a digest over them. */
  Map<String, Object> entryBody(
      List<ReceiptStore.Row> rows, Set<UUID> won, Map<String, List<Accepted>> byType) {
    Map<String, Object> body = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    byType.forEach((type, facts) -> counts.put(type, facts.size()));
    body.put("counts", counts);
    body.put(
        "digest", ReceiptDigest.of(rows.stream().filter(it -> won.contains(it.id())).toList()));
    return body;
  }

  Receipt receipt(Door.Outcome outcome, Locale locale) {
    return switch (outcome) {
      case Door.Outcome.Kept kept ->
          new Receipt(
              kept.arrived().fact().id(),
              Receipt.Status.recorded,
              kept.arrived().at(),
              kept.arrived().skewMs(),
              kept.arrived().person(),
              kept.arrived().provisional(),
              flags(kept.arrived()),
              kept.verdict(),
              null);
      case Door.Outcome.Repeated repeated -> repeated(repeated);
      case Door.Outcome.Turned turned -> rejected(turned.id(), turned.reason(), locale);
    };
  }

  private Receipt repeated(Door.Outcome.Repeated repeated) {
    ObjectNode kept = (ObjectNode) json.readTree(repeated.outcome());
    List<String> flags = new ArrayList<>();
    kept.path("flags").forEach(flag -> flags.add(flag.stringValue()));
    JsonNode verdict = kept.get("verdict");
    return new Receipt(
        repeated.id(),
        Receipt.Status.duplicate,
        Instant.parse(kept.path("at").stringValue()),
        kept.path("skewMs").longValue(),
        null,
        false,
        flags,
        verdict == null ? null : verdict.toString(),
        null);
  }

  Receipt rejected(@Nullable UUID id, org.shouwang.web.Refused reason, Locale locale) {
    ProblemDetail problem = problems.of(reason, locale);
    Map<String, Object> more = problem.getProperties() == null ? Map.of() : problem.getProperties();
    return new Receipt(
        id,
        Receipt.Status.rejected,
        null,
        0,
        null,
        false,
        List.of(),
        null,
        new Receipt.Error(
            reason.code(),
            (String) more.get("field"),
            (String) more.get("value"),
            String.valueOf(more.get("cure")),
            String.valueOf(problem.getDetail())));
  }
}
