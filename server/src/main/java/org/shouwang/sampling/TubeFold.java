package org.shouwang.sampling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.sampling.TubeRules.Refusal;

/**
 * A tube as its facts make it, in whatever order they came: swabs stand in the order of their time,
 * and what contradicts the rules is named. Pure.
 */
record TubeFold(String code, List<SwabRow> swabs, List<Seal> seals) {

  /** The tube was used at two places. */
  static final String TWO_PLACES = "two_places";

  /** Another count was written down when it was sealed. */
  static final String SEAL_COUNT = "seal_count";

  private static final Comparator<SwabRow> BY_TIME =
      Comparator.comparing(SwabRow::at).thenComparing(swab -> swab.id().toString());

  /**
   * A sealing.
   *
   * @param swabs as counted at the desk
   */
  record Seal(UUID id, Instant at, int swabs, UUID place, String by) {}

  /**
   * What contradicts.
   *
   * @param kind key of a {@link Refusal}, {@link #TWO_PLACES} or {@link #SEAL_COUNT}
   * @param swabs those concerned
   */
  record Problem(String kind, List<UUID> swabs) {}

  TubeFold {
    swabs =
        swabs.stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    SwabRow::id, it -> it, TubeFold::either, LinkedHashMap::new))
            .values()
            .stream()
            .sorted(BY_TIME)
            .toList();
    seals =
        seals.stream()
            .distinct()
            .sorted(Comparator.comparing(Seal::at).thenComparing(seal -> seal.id().toString()))
            .toList();
  }

  /** The same swab twice: once ended, it stays so. */
  private static SwabRow either(SwabRow one, SwabRow other) {
    return one.ended() ? one : other;
  }

  TubeFold with(List<SwabRow> more) {
    List<SwabRow> all = new ArrayList<>(swabs);
    all.addAll(more);
    return new TubeFold(code, all, seals);
  }

  TubeFold with(Seal seal) {
    List<Seal> all = new ArrayList<>(seals);
    all.add(seal);
    return new TubeFold(code, swabs, all);
  }

  /** What ended counts no longer; a specimen takes its own seal with it. */
  TubeFold ended(Set<UUID> ids) {
    return new TubeFold(
        code,
        swabs.stream().map(it -> ids.contains(it.id()) ? it.withEnded() : it).toList(),
        seals.stream().filter(it -> !ids.contains(it.id())).toList());
  }

  List<SwabRow> live() {
    for (SwabRow swab : swabs) {
      if (swab.ended()) {
        return swabs.stream().filter(it -> !it.ended()).toList();
      }
    }
    return swabs;
  }

  /** The size chosen with the first swab; 0 while there is none. */
  int size() {
    List<SwabRow> live = live();
    return !live.isEmpty() ? live.getFirst().pool() : swabs.isEmpty() ? 0 : swabs.getFirst().pool();
  }

  @Nullable Instant sealedAt() {
    return seals.isEmpty() ? null : seals.getFirst().at();
  }

  /** 1…n in the order of time; 0 when it doesn't count. */
  int position(UUID swab) {
    List<SwabRow> live = live();
    for (int i = 0; i < live.size(); i++) {
      if (live.get(i).id().equals(swab)) {
        return i + 1;
      }
    }
    return 0;
  }

  /** Everything that contradicts, each kind once. */
  List<Problem> problems() {
    Map<String, List<UUID>> found = new LinkedHashMap<>();
    List<TubeRules.Member> before = new ArrayList<>();
    Instant sealed = sealedAt();
    int size = size();
    for (SwabRow swab : live()) {
      boolean late = sealed != null && swab.at().isAfter(sealed);
      TubeRules.Tube tube = new TubeRules.Tube(code, size, late, before);
      for (Refusal refusal : TubeRules.refusals(tube, asked(swab))) {
        found.computeIfAbsent(refusal.key(), key -> new ArrayList<>()).add(swab.id());
      }
      before.add(swab.member());
    }
    places(found);
    counts(found);
    return found.entrySet().stream()
        .map(each -> new Problem(each.getKey(), List.copyOf(each.getValue())))
        .toList();
  }

  private static TubeRules.Swab asked(SwabRow swab) {
    return new TubeRules.Swab(
        swab.person().toString(),
        swab.own() == 0 ? Integer.MAX_VALUE : swab.own(),
        swab.household(),
        swab.group(),
        swab.purpose(),
        swab.lane(),
        swab.child(),
        swab.guardian(),
        false); // other tubes are looked at apart
  }

  private void places(Map<String, List<UUID>> found) {
    Set<UUID> places = new HashSet<>();
    live().forEach(swab -> places.add(swab.place()));
    if (places.size() > 1) {
      found.put(TWO_PLACES, live().stream().map(SwabRow::id).toList());
    }
  }

  private void counts(Map<String, List<UUID>> found) {
    Instant sealed = sealedAt();
    if (sealed == null) {
      return;
    }
    List<UUID> inside =
        live().stream().filter(swab -> !swab.at().isAfter(sealed)).map(SwabRow::id).toList();
    if (seals.stream().anyMatch(seal -> seal.swabs() != inside.size())) {
      found.put(SEAL_COUNT, inside);
    }
  }
}
