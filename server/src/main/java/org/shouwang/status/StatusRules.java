package org.shouwang.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.status.Reason.Ends;

/**
 * The park control status as a pure function of evidence and editions. It gives the whole history,
 * also what is still to come: time needs no evaluation of its own, it only reads on.
 *
 * <p>Each disease is judged for itself, by its own editions: a negative test or a release of one
 * ends nothing that stands because of another.
 *
 * <p>Each piece of evidence is judged by the edition valid at its time. What no edition has a rule
 * for leads to nothing. Order and repetition of the evidence don't matter. What is still running
 * when the park switches to other editions goes over to them from that moment; what is over stays
 * over.
 */
final class StatusRules {

  private static final Comparator<Reason> MOST_SEVERE_FIRST =
      Comparator.comparing(Reason::level)
          .reversed()
          .thenComparing(Reason::from)
          .thenComparing(Reason::evidence)
          .thenComparing(Reason::label);

  private final Books editions;

  /** The editions as the rules ask for them. */
  interface Books {
    EditionRules at(String disease, Instant at);

    /** The disease that evidence is of which names none. */
    String principal(Instant at);

    /** When what is running because of a disease goes over to other editions, in time. */
    default List<Instant> switchesAfter(String disease, Instant at) {
      return List.of();
    }
  }

  StatusRules(Books editions) {
    this.editions = editions;
  }

  /**
   * The status over all time.
   *
   * @param given everything known of one person that was not withdrawn
   * @return in time, without overlaps; where there is no span, the person is free
   */
  List<Span> history(Collection<Evidence> given) {
    Map<UUID, Evidence> distinct = new LinkedHashMap<>();
    given.stream()
        .sorted(Evidence.IN_TIME)
        .forEach(evidence -> distinct.putIfAbsent(evidence.id(), evidence));
    Map<String, List<Evidence>> byDisease = new LinkedHashMap<>(2);
    for (Evidence evidence : distinct.values()) {
      byDisease.computeIfAbsent(disease(evidence), key -> new ArrayList<>()).add(evidence);
    }
    List<Reason> effects = new ArrayList<>();
    byDisease.forEach((disease, known) -> {
      for (Evidence evidence : known) {
        effects.addAll(overSwitches(disease, evidence, known));
      }
    });
    return effects.isEmpty() ? List.of() : spans(effects);
  }

  private String disease(Evidence evidence) {
    String named = evidence.disease();
    return named == null ? editions.principal(evidence.at()) : named;
  }

  private List<Reason> overSwitches(String disease, Evidence evidence, List<Evidence> known) {
    List<Reason> effects = new ArrayList<>(2);
    List<Reason> running = effects(disease, evidence, evidence.at(), known);
    for (Instant change : editions.switchesAfter(disease, evidence.at())) {
      if (running.stream().noneMatch(it -> lastsBeyond(it, change))) {
        break;
      }
      List<Reason> next = effects(disease, evidence, change, known);
      if (!sameFrom(change, running, next)) {
        running.stream()
            .filter(it -> it.from().isBefore(change))
            .map(it -> it.within(it.from(), earliest(it.until(), change)))
            .forEach(effects::add);
        running =
            next.stream()
                .filter(it -> lastsBeyond(it, change))
                .map(it -> it.within(it.from().isBefore(change) ? change : it.from(), it.until()))
                .toList();
      }
    }
    effects.addAll(running);
    return effects;
  }

  private static boolean lastsBeyond(Reason effect, Instant at) {
    return effect.until() == null || effect.until().isAfter(at);
  }

  /** Whether nothing is different from a moment on, so that nothing needs to be written anew. */
  private static boolean sameFrom(Instant change, List<Reason> running, List<Reason> next) {
    List<Reason> one = running.stream().filter(it -> lastsBeyond(it, change)).toList();
    List<Reason> other = next.stream().filter(it -> lastsBeyond(it, change)).toList();
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).sameBut(other.get(i), change)) {
        return false;
      }
    }
    return true;
  }

  private List<Reason> effects(
      String disease, Evidence evidence, Instant rulesOf, List<Evidence> known) {
    EditionRules edition = editions.at(disease, rulesOf);
    EditionRules.Rule rule = edition.of(evidence);
    return rule == null ? List.of() : effects(evidence, rule, edition, known);
  }

  /** Whether some rule says what follows from evidence. */
  boolean hasRule(Evidence evidence) {
    return editions.at(disease(evidence), evidence.at()).of(evidence) != null;
  }

  private static List<Reason> effects(
      Evidence evidence, EditionRules.Rule rule, EditionRules edition, List<Evidence> known) {
    Instant from = evidence.at();
    Instant first = ends(evidence, rule.days(), edition);
    Instant ended = earliest(endedBy(evidence, rule, known), negative(evidence, rule, known));
    ended = earliest(ended, evidence.until());
    List<Reason> effects = new ArrayList<>(2);
    Level level = Objects.requireNonNull(rule.level());
    Ends ends =
        new Ends(
            rule.negatives(), rule.negativesWithinHours(), rule.negativesSingle(), rule.endedBy());
    add(effects, evidence, rule, edition, level, rule.label(), from, earliest(first, ended), ends);
    Level then = rule.thenLevel();
    Integer thenDays = rule.thenDays();
    if (first != null && then != null && thenDays != null) {
      Instant begin = first.isAfter(from) ? first : from;
      Instant second = midnight(first, thenDays);
      add(
          effects,
          evidence,
          rule,
          edition,
          then,
          rule.thenLabel(),
          begin,
          earliest(second, ended),
          ends);
    }
    return effects;
  }

  private static void add(
      List<Reason> effects,
      Evidence evidence,
      EditionRules.Rule rule,
      EditionRules edition,
      Level level,
      String label,
      Instant from,
      @Nullable Instant to,
      Ends ends) {
    if (to == null || to.isAfter(from)) {
      effects.add(
          new Reason(
              evidence.id(),
              evidence.kind(),
              evidence.variant(),
              rule.key(),
              edition.edition(),
              level,
              label,
              from,
              to,
              ends));
    }
  }

  /** Terms are whole local days, counted from the last exposure where one is known. */
  private static @Nullable Instant ends(
      Evidence evidence, @Nullable Integer days, EditionRules edition) {
    if (days == null) {
      return null;
    }
    Instant counted = counted(evidence);
    if (days == 0) {
      return evidence.at();
    }
    return midnight(counted, days + (edition.dayOneIsTheDayAfter() ? 1 : 0));
  }

  private static Instant counted(Evidence evidence) {
    return evidence.instant("lastExposure");
  }

  private static Instant midnight(Instant from, int days) {
    return from.atZone(WorldClock.ZONE)
        .toLocalDate()
        .plusDays(days)
        .atStartOfDay(WorldClock.ZONE)
        .toInstant();
  }

  /** The first later evidence of a kind that the rule names. */
  private static @Nullable Instant endedBy(
      Evidence evidence, EditionRules.Rule rule, List<Evidence> known) {
    List<String> kinds = rule.endedBy();
    return kinds.isEmpty()
        ? null
        : known.stream()
            .filter(later -> later.isAfter(evidence) && kinds.contains(later.kind().key()))
            .map(Evidence::at)
            .findFirst()
            .orElse(null);
  }

  /**
   * When enough own negative tests stood together. A test speaks of when it was sampled, not of
   * when its result came: one sampled before what it shall end ends nothing.
   */
  private static @Nullable Instant negative(
      Evidence evidence, EditionRules.Rule rule, List<Evidence> known) {
    int wanted = rule.negatives();
    if (wanted <= 0) {
      return null;
    }
    Instant since = evidence.about().minus(Duration.ofHours(rule.negativesBeforeHours()));
    Integer hours = rule.negativesWithinHours();
    List<Evidence> counting =
        known.stream()
            .filter(Evidence::isOwnNegative)
            .filter(test -> !rule.negativesSingle() || test.isSingle())
            .filter(test -> !test.about().isBefore(since))
            .sorted(Comparator.comparing(Evidence::about).thenComparing(Evidence.IN_TIME))
            .toList();
    Instant ended = null;
    for (int i = wanted - 1; i < counting.size(); i++) {
      List<Evidence> together = counting.subList(i - wanted + 1, i + 1);
      Instant first = together.getFirst().about();
      if (hours == null
          || !first.plus(Duration.ofHours(hours)).isBefore(together.getLast().about())) {
        Instant last = together.stream().map(Evidence::at).max(Instant::compareTo).orElseThrow();
        ended = earliest(ended, last.isBefore(evidence.at()) ? evidence.at() : last);
      }
    }
    return ended;
  }

  private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private static List<Span> spans(List<Reason> effects) {
    TreeSet<Instant> cuts = new TreeSet<>();
    effects.forEach(effect -> {
      cuts.add(effect.from());
      if (effect.until() != null) {
        cuts.add(effect.until());
      }
    });
    List<Span> spans = new ArrayList<>();
    for (Instant from : cuts) {
      List<Reason> holding =
          effects.stream()
              .filter(it -> !it.from().isAfter(from))
              .filter(it -> it.until() == null || it.until().isAfter(from))
              .sorted(MOST_SEVERE_FIRST)
              .toList();
      if (!holding.isEmpty()) {
        spans.add(span(from, cuts.higher(from), holding));
      }
    }
    return List.copyOf(spans);
  }

  private static Span span(Instant from, @Nullable Instant to, List<Reason> holding) {
    LinkedHashSet<String> labels = new LinkedHashSet<>();
    holding.forEach(it -> labels.add(it.label()));
    return new Span(from, to, holding.getFirst().level(), List.copyOf(labels), holding);
  }
}
