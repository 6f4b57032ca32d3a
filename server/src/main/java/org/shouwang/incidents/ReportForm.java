package org.shouwang.incidents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A report's fields with what stands in them: what a person typed, otherwise what the records say.
 * The form itself is a rule of the edition.
 *
 * @param lines in the order of the form
 */
record ReportForm(List<Line> lines) {

  /** Fields that say something of a case; a report that is about none does without. */
  private static final Set<String> OF_CASE =
      Set.of(
          "caseNumber",
          "name",
          "sex",
          "age",
          "unit",
          "post",
          "home",
          "caseClass",
          "onset",
          "symptoms",
          "sampledAt",
          "laboratory",
          "resultAt");

  /** A field of a form. */
  record Field(String key, boolean required) {

    /** As an edition writes it: a mark behind the key says that it is required. */
    static Field of(String word) {
      boolean required = word.endsWith("!");
      return new Field(required ? word.substring(0, word.length() - 1) : word, required);
    }
  }

  /** Where a value is from. */
  enum From {
    /** Filled from the records. */
    RECORD,
    /** Typed by a person. */
    TYPED,
    /** Nothing is known. */
    NOTHING
  }

  /** A field with its value; empty when nothing is known. */
  record Line(String key, boolean required, String value, From from) {}

  /**
   * Fills a form.
   *
   * @param aboutCase whether the report is about a case
   */
  static ReportForm filled(
      List<Field> form, boolean aboutCase, Map<String, String> records, Map<String, String> typed) {
    List<Line> lines = new ArrayList<>();
    for (Field field : form) {
      if (!aboutCase && OF_CASE.contains(field.key())) {
        continue;
      }
      String written = known(typed.get(field.key()));
      String recorded = known(records.get(field.key()));
      lines.add(
          new Line(
              field.key(),
              field.required(),
              written != null ? written : recorded != null ? recorded : "",
              written != null ? From.TYPED : recorded != null ? From.RECORD : From.NOTHING));
    }
    return new ReportForm(List.copyOf(lines));
  }

  private static @Nullable String known(@Nullable String value) {
    return value == null || value.isBlank() ? null : value;
  }

  /** Required fields in which nothing stands. */
  List<String> missing() {
    return lines.stream()
        .filter(it -> it.required() && it.value().isBlank())
        .map(Line::key)
        .toList();
  }

  /** What was typed, without what it says of the person of a case. */
  static Map<String, String> withoutPerson(Map<String, String> typed) {
    Map<String, String> rest = new HashMap<>(typed);
    rest.keySet().removeAll(OF_CASE);
    return rest;
  }

  boolean has(String key) {
    return lines.stream().anyMatch(it -> it.key().equals(key));
  }
}
