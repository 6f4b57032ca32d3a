package org.shouwang.reports;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Messages;
import org.springframework.stereotype.Component;

/**
 * What every document ends with, whatever its template says: the correction, if it is one, and
 * where each figure comes from.
 */
@Component
class Appendix {

  private static final int SIZE = 9;

  private final Messages messages;
  private final Units units;

  Appendix(Messages messages, Units units) {
    this.messages = messages;
    this.units = units;
  }

  /**
   * What a correction changes.
   *
   * @param key of a figure or a text
   * @param before as signed
   * @param after as corrected
   */
  record Change(String key, boolean figure, String before, String after) {}

  /** A correction: of what, why, and what it changes. */
  record Correction(String of, String reason, List<Change> changes) {}

  byte[] add(
      byte[] docx,
      Collection<SignedFigure> figures,
      @Nullable Correction correction,
      Locale locale) {
    try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(docx));
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      if (correction != null) {
        correct(document, correction, locale);
      }
      references(document, figures, locale);
      document.write(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a document that was just written can be read", e);
    }
  }

  private void correct(XWPFDocument document, Correction correction, Locale locale) {
    title(
        document,
        messages.text(
            locale,
            "reports.appendix.correction",
            Map.of("of", correction.of(), "reason", correction.reason())));
    XWPFTable table = table(document, correction.changes().size(), 3);
    row(table, 0, text(locale, "what"), text(locale, "before"), text(locale, "after"));
    int line = 1;
    for (Change change : correction.changes()) {
      row(table, line++, name(change, locale), change.before(), change.after());
    }
  }

  String name(Change change, Locale locale) {
    return messages.text(
        locale,
        change.figure()
            ? "reports.figure." + change.key() + ".title"
            : "reports.field." + change.key(),
        Map.of());
  }

  private void references(XWPFDocument document, Collection<SignedFigure> figures, Locale locale) {
    title(document, text(locale, "references"));
    XWPFTable table = table(document, figures.size(), 5);
    row(
        table,
        0,
        text(locale, "figure"),
        text(locale, "definition"),
        text(locale, "of"),
        text(locale, "value"),
        text(locale, "digest"));
    int line = 1;
    for (SignedFigure figure : figures) {
      String prefix = "reports.figure." + figure.key();
      row(
          table,
          line++,
          messages.text(locale, prefix + ".title", Map.of()) + " " + figure.key(),
          messages.text(locale, prefix + ".definition", Map.of()),
          figure.day() + (figure.unit() == null ? "" : " " + units.name(figure.unit())),
          String.valueOf(figure.value()),
          figure.digest());
    }
  }

  private static void title(XWPFDocument document, String text) {
    StandardTemplate.run(document.createParagraph(), text, SIZE + 2).setBold(true);
  }

  private static XWPFTable table(XWPFDocument document, int rows, int columns) {
    XWPFTable table = document.createTable(rows + 1, columns);
    table.setWidth("100%");
    return table;
  }

  private static void row(XWPFTable table, int line, String... texts) {
    for (int i = 0; i < texts.length; i++) {
      XWPFParagraph paragraph = table.getRow(line).getCell(i).getParagraphs().getFirst();
      StandardTemplate.run(paragraph, texts[i], SIZE).setBold(line == 0);
    }
  }

  private String text(Locale locale, String key) {
    return messages.text(locale, "reports.appendix." + key, Map.of());
  }
}
