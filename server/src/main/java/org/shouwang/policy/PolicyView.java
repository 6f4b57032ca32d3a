package org.shouwang.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the screens are told about rules. */
final class PolicyView {

  private PolicyView() {}

  /** The rules of a snapshot. */
  record Rules(
      String snapshot,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant at,
      List<Snapshot.Layer> layers,
      Collection<Rule> rules) {}

  static Rules of(Snapshot snapshot) {
    return new Rules(snapshot.id(), null, snapshot.layers(), snapshot.rules().values());
  }

  static Rules of(Snapshot snapshot, Instant at) {
    return new Rules(snapshot.id(), at, snapshot.layers(), snapshot.rules().values());
  }

  /**
   * A disease that there are rules for.
   *
   * @param name what an edition calls it; null: none does
   * @param principal whether the park's control is about it
   */
  record Disease(String key, @Nullable BothLanguages name, boolean principal) {}

  static Disease disease(String key, Snapshot snapshot, boolean principal) {
    Rule name = snapshot.rules().get(Rule.NAME);
    return new Disease(key, name == null ? null : name.meaning(), principal);
  }

  /**
   * An edition in the list.
   *
   * @param disease which it is about; of several each once
   * @param rules how many
   * @param uploadedBy null for a shipped one
   */
  record Listed(
      String id,
      BothLanguages name,
      Jurisdiction jurisdiction,
      String disease,
      @Nullable LocalDate validFrom,
      @Nullable LocalDate validTo,
      int rules,
      String source,
      @Nullable String uploadedBy,
      @Nullable Instant uploadedAt) {}

  static Listed listed(Edition edition, PolicyStore.@Nullable Upload upload) {
    List<Rule> rules = edition.rules();
    boolean open = rules.stream().anyMatch(rule -> rule.validTo() == null);
    return new Listed(
        edition.id(),
        edition.name(),
        edition.jurisdiction(),
        rules.stream().map(Rule::disease).distinct().collect(Collectors.joining(", ")),
        rules.stream().map(Rule::validFrom).min(Comparator.naturalOrder()).orElse(null),
        open
            ? null
            : rules.stream()
                .map(Rule::validTo)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null),
        rules.size(),
        rules.isEmpty() ? "" : rules.getFirst().source(),
        upload == null ? null : upload.by(),
        upload == null ? null : upload.at());
  }

  /** A line of a bad file. */
  record BadLine(int line, String code, String reason) {}
}
