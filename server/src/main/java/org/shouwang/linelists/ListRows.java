package org.shouwang.linelists;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shouwang.linelists.ListRowStore.Kept;
import org.shouwang.linelists.ListStore.LineList;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.vault.Masks;
import org.shouwang.web.Messages;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** Rows of lists in the reader's language; whole only for the one who brought the list. */
@Component
class ListRows {

  private static final Pattern NUMBER = Pattern.compile(".*\\d{7}.*");

  private final ListWork work;
  private final People people;
  private final Messages messages;
  private final Diseases diseases;
  private final ObjectMapper json;

  ListRows(ListWork work, People people, Messages messages, Diseases diseases, ObjectMapper json) {
    this.diseases = diseases;
    this.work = work;
    this.people = people;
    this.messages = messages;
    this.json = json;
  }

  /** Why a row needs an eye, as a person reads it. */
  record ReasonView(
      String code, @Nullable String header, @Nullable String value, String message, String cure) {}

  /** Somebody whom a row means. */
  record Named(UUID id, @Nullable String name, @Nullable String unitName) {}

  /** A row as it is shown. */
  record RowView(
      int number,
      int row,
      String state,
      @Nullable Named person,
      @Nullable UUID caseId,
      List<ReasonView> reasons,
      Map<String, String> cells) {}

  List<RowView> views(LineList job, List<Kept> rows, boolean whole, Locale locale) {
    Set<UUID> persons = new HashSet<>();
    rows.forEach(row -> {
      if (row.person() != null) {
        persons.add(row.person());
      }
    });
    Map<UUID, PersonSummary> cards = people.facts(persons);
    return rows.stream()
        .map(row ->
            new RowView(
                row.number(),
                row.line(),
                row.state().key(),
                named(row.person(), cards),
                row.caseId(),
                reasons(row.reasons(), locale),
                cells(job, row, whole)))
        .toList();
  }

  private static @Nullable Named named(@Nullable UUID id, Map<UUID, PersonSummary> cards) {
    PersonSummary card = id == null ? null : cards.get(id);
    return card == null ? null : new Named(card.id(), card.name(), card.unitName());
  }

  private List<ReasonView> reasons(@Nullable String text, Locale locale) {
    if (text == null) {
      return List.of();
    }
    List<RowReason> reasons = json.readValue(text, new TypeReference<List<RowReason>>() {});
    return reasons.stream().map(reason -> view(reason, locale)).toList();
  }

  private ReasonView view(RowReason reason, Locale locale) {
    Map<String, String> values = new LinkedHashMap<>(reason.values());
    String what = values.get("what");
    String header = reason.header();
    String field = what == null ? null : text(locale, "linelists.field." + what);
    values.put("header", header != null ? header : field == null ? "" : field);
    if (field != null) {
      values.put("what", field);
    }
    if (Field.DISEASE.key().equals(what)) {
      values.replaceAll((key, value) ->
          key.equals("ours") || key.equals("value") ? diseases.name(value, locale) : value);
    }
    for (String each : List.of("before", "after", "value")) {
      String word = values.get(each);
      if (word != null) {
        String key = "linelists.word." + word;
        String known = text(locale, key);
        values.put(each, known.equals(key) ? word : known);
      }
    }
    return new ReasonView(
        reason.code(),
        header,
        reason.values().get("value"),
        messages.text(locale, reason.code() + ".detail", values),
        messages.text(locale, reason.code() + ".cure", values));
  }

  private String text(Locale locale, String key) {
    return messages.text(locale, key, Map.of());
  }

  private Map<String, String> cells(LineList job, Kept row, boolean whole) {
    Map<String, String> cells = work.cells(job.id(), row);
    if (!whole) {
      cells.replaceAll(
          (header, text) -> NUMBER.matcher(text).matches() ? Masks.document(text) : text);
    }
    return cells;
  }
}
