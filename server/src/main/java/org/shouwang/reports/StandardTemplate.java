package org.shouwang.reports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageMar;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPageSz;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTSectPr;
import org.shouwang.web.Messages;
import org.springframework.stereotype.Component;

/** Makes the standard templates: a docx of the same kind as one that a user brings. */
@Component
class StandardTemplate {

  private static final String FONT = "宋体";
  private static final String RED = "B3261E";
  private static final int BODY = 14;

  private final Figures figures;
  private final Messages messages;

  StandardTemplate(Figures figures, Messages messages) {
    this.figures = figures;
    this.messages = messages;
  }

  byte[] docx(DocumentKind kind, Locale locale) {
    try (XWPFDocument document = new XWPFDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      paper(document);
      masthead(document, kind, locale);
      switch (kind) {
        case DAILY -> daily(document, locale);
        case BULLETIN -> bulletin(document, locale);
      }
      foot(document, locale);
      document.write(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory doesn't fail", e);
    }
  }

  /** 报头. */
  private void masthead(XWPFDocument document, DocumentKind kind, Locale locale) {
    XWPFRun title = run(paragraph(document, ParagraphAlignment.CENTER), "{{title}}", 26);
    title.setBold(true);
    title.setColor(RED);
    line(
        document,
        ParagraphAlignment.CENTER,
        text(locale, kind == DocumentKind.BULLETIN ? "number" : "daily_number"));
    line(document, ParagraphAlignment.CENTER, text(locale, "from"));
    XWPFRun rule = run(paragraph(document, ParagraphAlignment.CENTER), "━".repeat(24), BODY);
    rule.setColor(RED);
  }

  private void daily(XWPFDocument document, Locale locale) {
    List<Figure> all = figures.all();
    XWPFTable table = document.createTable(all.size() + 1, 3);
    table.setWidth("100%");
    cells(table, 0, text(locale, "item"), text(locale, "value"), text(locale, "measure"));
    for (int i = 0; i < all.size(); i++) {
      Figure figure = all.get(i);
      cells(
          table,
          i + 1,
          figureTitle(figure, locale),
          "{{figure." + figure.key() + "}}",
          messages.text(locale, "reports.measure." + figure.measure().key(), Map.of()));
    }
    heading(document, text(locale, "remarks"));
    line(document, ParagraphAlignment.LEFT, "{{remarks}}");
  }

  private void bulletin(XWPFDocument document, Locale locale) {
    heading(document, text(locale, "situation"));
    line(document, ParagraphAlignment.LEFT, text(locale, "situation.body"));
    line(document, ParagraphAlignment.LEFT, "{{situation}}");
    heading(document, text(locale, "practice"));
    line(document, ParagraphAlignment.LEFT, "{{practice}}");
    heading(document, text(locale, "problems"));
    line(document, ParagraphAlignment.LEFT, "{{problems}}");
    heading(document, text(locale, "next"));
    line(document, ParagraphAlignment.LEFT, "{{next}}");
  }

  /** 报核, 报尾. */
  private void foot(XWPFDocument document, Locale locale) {
    run(paragraph(document, ParagraphAlignment.CENTER), "━".repeat(24), BODY);
    line(document, ParagraphAlignment.LEFT, text(locale, "sent"));
    line(document, ParagraphAlignment.LEFT, text(locale, "copied"));
    line(document, ParagraphAlignment.LEFT, text(locale, "signed"));
  }

  private String figureTitle(Figure figure, Locale locale) {
    return messages.text(locale, "reports.figure." + figure.key() + ".title", Map.of());
  }

  private String text(Locale locale, String key) {
    return messages.text(locale, "reports.template." + key, Map.of());
  }

  static void heading(XWPFDocument document, String text) {
    run(paragraph(document, ParagraphAlignment.LEFT), text, BODY + 1).setBold(true);
  }

  static void line(XWPFDocument document, ParagraphAlignment alignment, String text) {
    run(paragraph(document, alignment), text, BODY);
  }

  static void cells(XWPFTable table, int row, String... texts) {
    for (int i = 0; i < texts.length; i++) {
      XWPFParagraph paragraph = table.getRow(row).getCell(i).getParagraphs().getFirst();
      run(paragraph, texts[i], BODY - 2).setBold(row == 0);
    }
  }

  static XWPFParagraph paragraph(XWPFDocument document, ParagraphAlignment alignment) {
    XWPFParagraph paragraph = document.createParagraph();
    paragraph.setAlignment(alignment);
    return paragraph;
  }

  static XWPFRun run(XWPFParagraph paragraph, String text, int size) {
    XWPFRun run = paragraph.createRun();
    run.setFontFamily(FONT);
    run.setFontSize(size);
    run.setText(text);
    return run;
  }

  /** A4 with the margins of official papers, in twentieths of a point. */
  static void paper(XWPFDocument document) {
    CTSectPr section = document.getDocument().getBody().addNewSectPr();
    CTPageSz size = section.addNewPgSz();
    size.setW(BigInteger.valueOf(11_906));
    size.setH(BigInteger.valueOf(16_838));
    CTPageMar margin = section.addNewPgMar();
    margin.setTop(BigInteger.valueOf(2_098));
    margin.setBottom(BigInteger.valueOf(1_984));
    margin.setLeft(BigInteger.valueOf(1_588));
    margin.setRight(BigInteger.valueOf(1_474));
  }
}
