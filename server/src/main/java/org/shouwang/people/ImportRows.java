package org.shouwang.people;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.ImportBoard.Shown;
import org.shouwang.people.ImportStore.Import;
import org.shouwang.security.Caller;
import org.shouwang.vault.Masks;
import org.shouwang.vault.Vault;
import org.shouwang.web.Messages;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/**
 * Rows of imports in the reader's language; numbers whole only for the one who brought the file.
 */
@Component
class ImportRows {

  private final Vault vault;
  private final Messages messages;
  private final ObjectMapper json;

  ImportRows(Vault vault, Messages messages, ObjectMapper json) {
    this.vault = vault;
    this.messages = messages;
    this.json = json;
  }

  /** Why a row needs an eye, as a person reads it. */
  record ReasonView(
      String code, String field, @Nullable String value, String cure, String message) {}

  /** A row as it is shown. */
  record RowView(
      int number,
      int row,
      String sheet,
      String state,
      List<ReasonView> reasons,
      Map<String, String> cells) {}

  RowView view(Import job, Shown row, Caller caller, Locale locale) {
    return view(job, row, job.startedBy().equals(caller.id()), locale);
  }

  RowView view(Import job, Shown row, boolean whole, Locale locale) {
    return new RowView(
        row.number(),
        row.line(),
        row.sheet(),
        row.suspect() ? "duplicate" : row.state(),
        reasons(row, locale),
        cells(job, row, whole));
  }

  private List<ReasonView> reasons(Shown row, Locale locale) {
    if (row.reasons() == null) {
      return List.of();
    }
    List<Reason> reasons = json.readValue(row.reasons(), new TypeReference<List<Reason>>() {});
    return reasons.stream().map(reason -> view(reason, locale)).toList();
  }

  private ReasonView view(Reason reason, Locale locale) {
    Map<String, String> values = new LinkedHashMap<>(reason.values());
    values.put("field", reason.field());
    return new ReasonView(
        reason.code(),
        reason.field(),
        reason.values().get("value"),
        messages.text(locale, reason.code() + ".cure", values),
        messages.text(locale, reason.code() + ".detail", values));
  }

  private Map<String, String> cells(Import job, Shown row, boolean whole) {
    UUID id = job.id();
    byte[] opened = vault.unseal(row.cells(), "import:" + id + ":" + row.number());
    Map<String, String> cells =
        json.readValue(opened, new TypeReference<LinkedHashMap<String, String>>() {});
    if (!whole) {
      cells.replaceAll((header, text) ->
          Column.of(ImportKind.PEOPLE, header).filter(Column::isPersonalNumber).isPresent()
                  || text.matches(".*\\d{11}.*")
              ? Masks.document(text)
              : text);
    }
    return cells;
  }
}
