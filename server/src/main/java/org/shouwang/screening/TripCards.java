package org.shouwang.screening;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Snapshot;
import org.shouwang.presence.TripCardSource;
import org.shouwang.presence.TripCardSource.Shown;
import org.springframework.stereotype.Component;

/**
 * Holds trip cards against declarations: whose card says that they were where there is risk, and
 * who declared to have been nowhere else on the days that the card looks back on.
 *
 * <p>A card knows cities. While there is a risk area where the park is, everybody's is starred, and
 * a star says nothing of journeys.
 */
@Component
class TripCards {

  /** Where the park is, as places are declared, and as a card knows it. */
  private static final List<String> HOME =
      List.of("screening.park_region", "screening.trip_card_home");

  private static final String STARRED = "starred";

  private final List<TripCardSource> sources;
  private final AreaStore areas;
  private final DeclarationStore declarations;
  private final Policy policy;

  TripCards(
      List<TripCardSource> sources, AreaStore areas, DeclarationStore declarations, Policy policy) {
    this.sources = List.copyOf(sources);
    this.areas = areas;
    this.declarations = declarations;
    this.policy = policy;
  }

  List<TripCardSource> sources() {
    return sources;
  }

  /**
   * Which of the declarations a card speaks against that was shown in the days before.
   *
   * @param days how far back a card is looked for
   */
  List<Declared> against(Collection<Declared> declared, int days) {
    List<Declared> silent = declared.stream().filter(it -> isSilent(it, it.at(), days)).toList();
    if (silent.isEmpty()) {
      return List.of();
    }
    Set<UUID> persons = silent.stream().map(Declared::person).collect(Collectors.toSet());
    Instant first = silent.stream().map(Declared::at).min(Instant::compareTo).orElseThrow();
    Instant last = silent.stream().map(Declared::at).max(Instant::compareTo).orElseThrow();
    List<Shown> shown = new ArrayList<>();
    for (TripCardSource source : sources) {
      shown.addAll(source.shown(persons, first.minus(Duration.ofDays(days)), last.plusSeconds(1)));
    }
    List<Shown> counting = counting(shown, days);
    return silent.stream()
        .filter(it ->
            counting.stream()
                .anyMatch(card ->
                    card.person().equals(it.person())
                        && !card.at().isAfter(it.at())
                        && card.at().isAfter(it.at().minus(Duration.ofDays(days)))))
        .toList();
  }

  /**
   * Which declarations cards speak against that are shown now: of each person the last one before.
   *
   * @param days how far back a declaration speaks
   */
  List<Declared> against(List<Shown> shown, int days) {
    Map<UUID, Shown> newest = new HashMap<>();
    counting(shown, days)
        .forEach(card ->
            newest.merge(
                card.person(), card, (one, other) -> one.at().isAfter(other.at()) ? one : other));
    if (newest.isEmpty()) {
      return List.of();
    }
    List<Declared> against = new ArrayList<>();
    Set<UUID> seen = new HashSet<>();
    for (Declared each : declarations.before(newest.values(), days)) {
      Shown card = Objects.requireNonNull(newest.get(each.person()));
      if (seen.add(each.id()) && isSilent(each, card.at(), days)) {
        against.add(each);
      }
    }
    return against;
  }

  /** Whether a declaration names nothing outside the park's city on the days that a card shows. */
  private boolean isSilent(Declared declared, Instant at, int days) {
    List<Region> home = home(at);
    Instant first = at.minus(Duration.ofDays(days));
    return declared.stays().stream()
        .filter(it -> !it.until().isBefore(Matching.day(first)))
        .allMatch(it -> isIn(home, new Region(it.parts())));
  }

  private List<Shown> counting(List<Shown> shown, int days) {
    if (shown.isEmpty()) {
      return List.of();
    }
    Instant first = shown.stream().map(Shown::at).min(Instant::compareTo).orElseThrow();
    List<Area> known = areas.since(first.minus(Duration.ofDays(days)));
    return shown.stream()
        .filter(card -> !card.state().equals(STARRED) || !isRiskyAtHome(card.at(), known, days))
        .toList();
  }

  private boolean isRiskyAtHome(Instant at, List<Area> known, int days) {
    List<Region> home = home(at);
    return known.stream()
        .filter(it -> !it.level().equals("low") && !it.from().isAfter(at))
        .filter(it -> it.until() == null || it.until().isAfter(at.minus(Duration.ofDays(days))))
        .anyMatch(it -> isIn(home, it.region()));
  }

  private static boolean isIn(List<Region> home, Region place) {
    return home.stream().anyMatch(it -> place.in(it) == Region.Match.INSIDE);
  }

  private List<Region> home(Instant at) {
    Snapshot rules = policy.inForce(at);
    List<Region> home = new ArrayList<>();
    for (String key : HOME) {
      if (rules.value(key) instanceof String text) {
        home.add(Region.of(text));
      }
    }
    return home;
  }
}
