package org.shouwang.cases;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseFile.Classification;
import org.shouwang.policy.Snapshot;

/**
 * What an edition calls a case 病例定义, {@code case.definition.*}: for each classification conditions
 * that must all hold, or of which one must. A condition is a sign that is there ({@code fever}),
 * one that comes so often ({@code vomiting_24h >= 2}), or another classification. Pure; the health
 * authority classifies, this proposes.
 *
 * @param conditions by classification; what the edition doesn't define is missing
 */
record CaseDefinition(Map<Classification, Conditions> conditions) {

  /** Anything at all that the person feels. */
  static final String SYMPTOMS = "symptoms";

  /** Its opposite. */
  static final String NO_SYMPTOMS = "no_symptoms";

  /** A positive swab or specimen of one's own. */
  static final String POSITIVE = "laboratory_positive";

  /** Is or was a contact of a case of the disease, or lives through an outbreak with others. */
  static final String LINKED = "linked";

  private static final String ROOT = "case.definition.";
  private static final Set<String> KNOWN_OTHERWISE =
      Set.of(SYMPTOMS, NO_SYMPTOMS, POSITIVE, LINKED);
  private static final Pattern CONDITION =
      Pattern.compile("([a-z][a-z0-9_]*)(?: ?>= ?([0-9]+(?:\\.[0-9])?))?");

  /** The strongest first: what fits several is called by the first. */
  private static final List<Classification> ORDER =
      List.of(
          Classification.CONFIRMED,
          Classification.ASYMPTOMATIC,
          Classification.CLINICAL,
          Classification.SUSPECTED);

  /** Conditions of one classification. */
  record Conditions(List<Condition> all, List<Condition> any) {

    boolean isMet(Map<String, Double> signs) {
      return all.stream().allMatch(it -> it.isMet(signs))
          && (any.isEmpty() || any.stream().anyMatch(it -> it.isMet(signs)));
    }
  }

  /**
   * One condition.
   *
   * @param least how often; 1: it is there
   */
  record Condition(String sign, double least) {

    boolean isMet(Map<String, Double> signs) {
      return signs.getOrDefault(sign, 0.0) >= least;
    }

    /** Whether something is counted. */
    boolean counts() {
      return least > 1;
    }
  }

  /** What else is known of a person. */
  record Else(boolean symptoms, boolean positive, boolean linked) {}

  /** Reads a snapshot. */
  static CaseDefinition of(Snapshot snapshot) {
    Map<Classification, Conditions> conditions = new EnumMap<>(Classification.class);
    for (Classification each : Classification.values()) {
      List<Condition> all = read(snapshot.value(ROOT + each.key() + ".all"));
      List<Condition> any = read(snapshot.value(ROOT + each.key() + ".any"));
      if (!all.isEmpty() || !any.isEmpty()) {
        conditions.put(each, new Conditions(all, any));
      }
    }
    return new CaseDefinition(conditions);
  }

  private static List<Condition> read(@Nullable Object value) {
    List<Condition> read = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object each : list) {
        Matcher matcher = CONDITION.matcher(String.valueOf(each));
        if (matcher.matches()) {
          String least = matcher.group(2);
          read.add(new Condition(matcher.group(1), least == null ? 1 : Double.parseDouble(least)));
        }
      }
    }
    return List.copyOf(read);
  }

  /** The signs that somebody must be asked for; the others are known from records. */
  Set<String> asked() {
    Set<String> asked = new LinkedHashSet<>();
    ORDER.reversed().stream()
        .map(conditions::get)
        .filter(Objects::nonNull)
        .flatMap(it -> java.util.stream.Stream.concat(it.all().stream(), it.any().stream()))
        .map(Condition::sign)
        .filter(sign -> !KNOWN_OTHERWISE.contains(sign) && !isClassification(sign))
        .forEach(asked::add);
    return asked;
  }

  /** Of those asked for, the ones that are counted. */
  Set<String> counted() {
    Set<String> counted = new LinkedHashSet<>();
    conditions.values().stream()
        .flatMap(it -> java.util.stream.Stream.concat(it.all().stream(), it.any().stream()))
        .filter(Condition::counts)
        .map(Condition::sign)
        .forEach(counted::add);
    return counted;
  }

  private static boolean isClassification(String sign) {
    for (Classification each : Classification.values()) {
      if (each.key().equals(sign)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The strongest classification whose conditions hold; null: none does.
   *
   * @param signs as somebody told them
   * @param more what is known otherwise
   */
  @Nullable Classification called(Map<String, Integer> signs, Else more) {
    Map<String, Double> known = new HashMap<>();
    signs.forEach((sign, value) -> known.put(sign, value.doubleValue()));
    boolean symptoms = more.symptoms() || signs.values().stream().anyMatch(it -> it > 0);
    known.put(SYMPTOMS, symptoms ? 1.0 : 0);
    known.put(NO_SYMPTOMS, symptoms ? 0 : 1.0);
    known.put(POSITIVE, more.positive() ? 1.0 : 0);
    known.put(LINKED, more.linked() ? 1.0 : 0);
    // a definition may rest on a weaker one
    for (Classification each : ORDER.reversed()) {
      Conditions its = conditions.get(each);
      known.put(each.name().toLowerCase(Locale.ROOT), its != null && its.isMet(known) ? 1.0 : 0);
    }
    return ORDER.stream()
        .filter(each -> known.getOrDefault(each.key(), 0.0) > 0)
        .findFirst()
        .orElse(null);
  }
}
