package org.shouwang.sampling;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the edition and the house say of rounds. */
final class RoundRules {

  /** Beginning of the rules that say how many swabs are in a tube. */
  static final String POOLS = "sampling.pool.";

  /** Hours before the end from which who is missing is chased. */
  static final String CHASE = "sampling.chase_hours";

  /** Labels of the control status with which nobody comes to a point. */
  static final String AWAY = "sampling.exempt_labels";

  /** Whether having missed a round is evidence. */
  static final String EVIDENCE = "sampling.missed_round_is_evidence";

  /** Days overdue after which one is blocked at work. */
  static final String BLOCK = "testing.key_group_block_after_days";

  /** Minutes of waiting from which a shift of load is proposed. */
  static final String WAIT = "sampling.queue.wait_minutes";

  /** Swabs an hour at a desk. */
  static final String PER_DESK = "sampling.point.per_desk_hour";

  /** A guardian consents below this age. */
  static final String CHILD = "testing.guardian_consent_under_age";

  /** Sizes of tubes. */
  static final Set<Integer> SIZES = Set.of(1, 5, 10, 20);

  /** The group of everybody who is of no other. */
  static final String DEFAULT = "default";

  /** People of one household share a tube, and nobody else is in it. */
  static final String HOUSEHOLD = "household";

  /** Groups that a round may give a size of their own. */
  static final Set<String> GROUPS = Set.of(DEFAULT, "key", "isolated", "apart", HOUSEHOLD);

  private static final int USUAL = 10;

  private RoundRules() {}

  /**
   * Sizes by group as an edition has them, without the household's: a round asks for it.
   *
   * @param values rules by key
   */
  static Map<String, Integer> pools(Map<String, Object> values) {
    Map<String, Integer> pools = new LinkedHashMap<>();
    for (String group : new String[] {DEFAULT, "key", "isolated", "apart"}) {
      int usual = group.equals(DEFAULT) ? USUAL : 1;
      Object value = values.get(POOLS + group);
      pools.put(
          group,
          value instanceof Number size && SIZES.contains(size.intValue())
              ? size.intValue()
              : usual);
    }
    return pools;
  }

  /** A rule's number; what isn't one is as if it weren't there. */
  static int number(@Nullable Object value, int otherwise) {
    return value instanceof Number number ? number.intValue() : otherwise;
  }

  /**
   * The id of the evidence that somebody missed a round: the same for the same miss.
   *
   * @param turn how many swabs of theirs were undone before
   */
  static UUID evidence(UUID round, UUID person, int turn) {
    return UUID.nameUUIDFromBytes(
        ("missed_round:" + round + ":" + person + ":" + turn).getBytes(StandardCharsets.UTF_8));
  }
}
