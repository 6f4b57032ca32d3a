package org.shouwang.cases;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.Exposure.Proposal;
import org.shouwang.policy.Snapshot;

/**
 * What an edition says makes somebody a candidate, {@code exposure.*}.
 *
 * @param edition snapshot id
 * @param lookbackDays days before the onset, or before the first positive swab, that count
 * @param places by kind of place; a kind that is missing makes no candidate
 * @param tube for two swabs in one tube; null: makes no candidate
 * @param household for one household; null: makes no candidate
 * @param secondary whether contacts of contacts are asked for at all
 */
public record ExposureCriteria(
    String edition,
    int lookbackDays,
    Map<String, OfPlace> places,
    @Nullable Proposal tube,
    @Nullable Proposal household,
    boolean secondary) {

  private static final String ROOT = "exposure.";
  private static final String MINUTES = ".minutes";
  private static final int LOOKBACK = 2;

  /**
   * For one kind of place.
   *
   * @param minutes least time together; for a vehicle the most between two boardings
   * @param sameUnit only people of one unit count: a plant is too large to make everybody in it a
   *     candidate, a shift team isn't
   */
  public record OfPlace(int minutes, boolean sameUnit, Proposal proposed) {}

  /** Reads a snapshot. */
  static ExposureCriteria of(Snapshot snapshot) {
    Map<String, Object> values = snapshot.values(ROOT);
    Map<String, OfPlace> places = new HashMap<>();
    values.forEach((key, value) -> {
      if (key.endsWith(MINUTES) && value instanceof Number minutes) {
        String kind = key.substring(ROOT.length(), key.length() - MINUTES.length());
        places.put(
            kind,
            new OfPlace(
                minutes.intValue(),
                Boolean.TRUE.equals(values.get(ROOT + kind + ".same_unit")),
                proposal(values.get(ROOT + kind + ".proposes")).orElse(Proposal.CLOSE)));
      }
    });
    return new ExposureCriteria(
        snapshot.id(),
        snapshot.value("contact.lookback_days") instanceof Number days ? days.intValue() : LOOKBACK,
        Map.copyOf(places),
        proposal(values.get(ROOT + "tube.proposes")).orElse(null),
        proposal(values.get(ROOT + "household.proposes")).orElse(null),
        Boolean.TRUE.equals(snapshot.value("contact.secondary.managed")));
  }

  private static Optional<Proposal> proposal(@Nullable Object word) {
    for (Proposal each : Proposal.values()) {
      if (each.key().equals(word)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
