package org.shouwang.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One value of an edition.
 *
 * @param key what it decides, such as {@code gate.temperature.limit}
 * @param value number, text, truth value or list of these; null withdraws the rule of a wider
 *     jurisdiction
 * @param disease which disease; {@link #ANY}: whichever
 * @param edition id of the edition
 * @param article where in the text
 * @param jurisdiction whose
 * @param validFrom first local day
 * @param validTo first local day after, open when absent
 * @param source the text
 * @param confidence whether it was checked
 * @param meaning what it means
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Rule(
    String key,
    @Nullable Object value,
    String disease,
    String edition,
    String article,
    Jurisdiction jurisdiction,
    LocalDate validFrom,
    @Nullable LocalDate validTo,
    String source,
    Confidence confidence,
    BothLanguages meaning) {

  /** In the place of a disease: the rule holds for every one that has none of its own. */
  public static final String ANY = "any";

  /** What the key of a disease looks like. */
  static final String DISEASE = "[a-z][a-z0-9-]{0,39}";

  /** Says in its meaning what a disease is called; its value is the disease's key. */
  static final String NAME = "disease.name";

  /** Names the disease that the park's control is about. */
  static final String PRINCIPAL = "disease.principal";

  boolean isOfAny() {
    return disease.equals(ANY);
  }

  boolean isOf(String which) {
    return isOfAny() || disease.equals(which);
  }

  boolean inForce(LocalDate day) {
    return !day.isBefore(validFrom) && (validTo == null || day.isBefore(validTo));
  }
}
