package org.shouwang.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lays editions over one another: what holds for any disease first, then wider jurisdictions, then
 * the earlier one; later wins. What a disease's own edition says is more special than what the park
 * says of all diseases.
 */
final class Overlay {

  private static final Comparator<Rule> LATER_WINS =
      Comparator.comparing((Rule rule) -> !rule.isOfAny())
          .thenComparing(Rule::jurisdiction)
          .thenComparing(Rule::validFrom)
          .thenComparing(Rule::edition);

  private Overlay() {}

  /** The days on which the rules in force may change, sorted. */
  static NavigableSet<LocalDate> changes(Collection<Edition> editions) {
    NavigableSet<LocalDate> days = new TreeSet<>();
    for (Edition edition : editions) {
      for (Rule rule : edition.rules()) {
        days.add(rule.validFrom());
        if (rule.validTo() != null) {
          days.add(rule.validTo());
        }
      }
    }
    return days;
  }

  /** The diseases that are named, sorted. */
  static NavigableSet<String> diseases(Collection<Edition> editions) {
    NavigableSet<String> diseases = new TreeSet<>();
    for (Edition edition : editions) {
      edition.rules().stream()
          .filter(rule -> !rule.isOfAny())
          .forEach(rule -> diseases.add(rule.disease()));
    }
    return diseases;
  }

  /** The rules in force on a local day for a disease. */
  static Snapshot on(LocalDate day, String disease, Collection<Edition> editions) {
    List<Rule> inForce = new ArrayList<>();
    editions.forEach(edition ->
        edition.rules().stream()
            .filter(rule -> rule.isOf(disease) && rule.inForce(day))
            .forEach(inForce::add));
    inForce.sort(LATER_WINS);
    Map<String, Rule> effective = new TreeMap<>();
    inForce.forEach(rule -> effective.put(rule.key(), rule));
    effective.values().removeIf(rule -> rule.value() == null);
    Set<String> used = new LinkedHashSet<>();
    effective.values().forEach(rule -> used.add(rule.edition()));
    List<Snapshot.Layer> layers =
        editions.stream()
            .filter(edition -> used.contains(edition.id()))
            .sorted(Comparator.comparing(Edition::jurisdiction).thenComparing(Edition::id))
            .map(
                edition -> new Snapshot.Layer(edition.id(), edition.name(), edition.jurisdiction()))
            .toList();
    return new Snapshot(digest(effective.values()), layers, Collections.unmodifiableMap(effective));
  }

  /** Everything that makes a rule what it is goes in, its explanation too. */
  private static String digest(Collection<Rule> rules) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Rule rule : rules) {
        sha.update((rule + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
