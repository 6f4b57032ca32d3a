package org.shouwang.sampling;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrived;
import org.shouwang.web.Refused;
import tools.jackson.databind.JsonNode;

/** Reads a {@code sampling.swab}: malformed ones are refused, unruly ones are kept. */
final class SwabReader {

  private static final Set<String> PURPOSES =
      Set.of("round", "calendar", "home", "positive_follow_up", "double", "own");
  private static final Set<String> LANES = Set.of("ordinary", "apart");
  private static final Set<String> SITES = Set.of("throat", "nose");
  private static final Set<String> RELATIONS = Set.of("parent", "grandparent", "teacher", "other");
  private static final Set<Integer> POOLS = Set.of(1, 5, 10, 20);

  private SwabReader() {}

  /** What was read: the tube and the swab. */
  record Read(String tube, SwabRow swab, String data) {}

  /**
   * Reads one.
   *
   * @param unit the person's unit
   */
  static Read read(Arrived fact, @Nullable UUID unit) {
    JsonNode data = fact.fact().data();
    UUID person = fact.person();
    UUID place = fact.fact().place();
    if (person == null || place == null) {
      throw Refused.invalid("sampling.field_missing").field(person == null ? "person" : "place");
    }
    String tube = FactFields.tube(data);
    int pool = FactFields.count(data, "pool", 20);
    if (!POOLS.contains(pool)) {
      throw FactFields.wrong("pool", String.valueOf(pool));
    }
    String lane = data.hasNonNull("lane") ? FactFields.word(data, "lane", LANES) : null;
    if (data.hasNonNull("site")) {
      FactFields.word(data, "site", SITES);
    }
    FactFields.text(data, "desk", 20);
    FactFields.flag(data, "offline");
    UUID household = FactFields.uuid(data, "household");
    String group = FactFields.text(data, "group", 40);
    SwabRow swab =
        new SwabRow(
            fact.fact().id(),
            fact.at(),
            person,
            place,
            unit,
            FactFields.uuid(data, "round"),
            fact.caller().id(),
            fact.caller().name(),
            pool,
            0,
            household == null ? null : household.toString(),
            group == null && household != null ? TubeRules.HOUSEHOLD : group,
            FactFields.word(data, "purpose", PURPOSES),
            lane,
            FactFields.flag(data, "child"),
            guardian(data),
            false,
            null);
    return new Read(tube, swab, data.toString());
  }

  private static boolean guardian(JsonNode data) {
    JsonNode guardian = data.path("guardian");
    if (guardian.isMissingNode() || guardian.isNull()) {
      return false;
    }
    if (!guardian.isObject()) {
      throw FactFields.wrong("guardian", guardian.getNodeType().name());
    }
    FactFields.required(guardian, "name", 60);
    FactFields.word(guardian, "relation", RELATIONS);
    return true;
  }
}
