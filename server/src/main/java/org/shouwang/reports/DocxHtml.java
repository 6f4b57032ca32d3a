package org.shouwang.reports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.poi.xwpf.usermodel.IBodyElement;
import org.apache.poi.xwpf.usermodel.IRunElement;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFHyperlink;
import org.apache.poi.xwpf.usermodel.XWPFHyperlinkRun;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFRun;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.jspecify.annotations.Nullable;

/**
 * Turns a filled document into a page: paragraphs, tables, weight, size, colour and links to
 * figures. So screen, docx and PDF say the same, whatever the template. Everything that people
 * wrote is escaped; links to anywhere but figures are left out.
 */
final class DocxHtml {

  private static final Pattern COLOUR = Pattern.compile("[0-9A-Fa-f]{6}");
  private static final String LINKS = "/figures/";

  private static final String STYLE =
      """
      @page { size: A4; margin: 24mm 20mm; }
      body { font-family: 'Shouwang', 'Noto Sans SC', 'Microsoft YaHei', sans-serif; color: #111; }
      p { margin: 0 0 6pt; line-height: 1.5; white-space: pre-wrap; }
      table { width: 100%; border-collapse: collapse; margin: 4pt 0 10pt; }
      td { border: 0.5pt solid #555; padding: 3pt 5pt; vertical-align: top; }
      td p { margin: 0; }
      .c5 td { width: 20%; }
      .c5 td:nth-child(4) { width: 8%; }
      .c5 td:nth-child(4) p, .c5 td:nth-child(5) p { white-space: nowrap; }
      tr { page-break-inside: avoid; }
      a { color: #0b4f8a; }
      .next { page-break-before: always; }
      """;

  private final StringBuilder html = new StringBuilder();
  private final XWPFDocument document;

  private DocxHtml(XWPFDocument document) {
    this.document = document;
  }

  /** A whole page, well-formed as XML. */
  static String page(byte[] docx, String title, Locale locale) {
    return pages(List.of(docx), title, locale);
  }

  /** Several documents after each other, each on a sheet of its own. */
  static String pages(List<byte[]> documents, String title, Locale locale) {
    StringBuilder bodies = new StringBuilder();
    for (byte[] docx : documents) {
      String body = body(docx);
      bodies.append(bodies.isEmpty() ? body : "<div class=\"next\">" + body + "</div>");
    }
    return "<!DOCTYPE html>\n<html lang=\""
        + (locale == Locale.ENGLISH ? "en" : "zh-CN")
        + "\"><head><meta charset=\"utf-8\"/><title>"
        + escaped(title)
        + "</title><style>"
        + STYLE
        + "</style></head><body>"
        + bodies
        + "</body></html>";
  }

  private static String body(byte[] docx) {
    try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(docx))) {
      DocxHtml made = new DocxHtml(document);
      made.elements(document.getBodyElements());
      return made.html.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("a document that was just written can be read", e);
    }
  }

  private void elements(List<IBodyElement> elements) {
    for (IBodyElement element : elements) {
      if (element instanceof XWPFParagraph paragraph) {
        paragraph(paragraph);
      } else if (element instanceof XWPFTable table) {
        table(table);
      }
    }
  }

  private void table(XWPFTable table) {
    int columns = table.getRows().isEmpty() ? 0 : table.getRow(0).getTableCells().size();
    html.append("<table class=\"c").append(columns).append("\">");
    for (XWPFTableRow row : table.getRows()) {
      html.append("<tr>");
      for (XWPFTableCell cell : row.getTableCells()) {
        html.append("<td>");
        elements(cell.getBodyElements());
        html.append("</td>");
      }
      html.append("</tr>");
    }
    html.append("</table>");
  }

  private void paragraph(XWPFParagraph paragraph) {
    String align =
        switch (paragraph.getAlignment()) {
          case CENTER -> "center";
          case RIGHT, END -> "right";
          default -> "left";
        };
    html.append("<p style=\"text-align:").append(align).append("\">");
    for (IRunElement element : paragraph.getIRuns()) {
      if (element instanceof XWPFRun run) {
        run(run);
      }
    }
    html.append("</p>");
  }

  private void run(XWPFRun run) {
    String text = run.text();
    if (text.isEmpty()) {
      return;
    }
    String link = link(run);
    html.append(link == null ? "<span" : "<a href=\"" + escaped(link) + "\"");
    html.append(" style=\"");
    if (run.isBold()) {
      html.append("font-weight:bold;");
    }
    Double size = run.getFontSizeAsDouble();
    if (size != null) {
      html.append("font-size:").append(size).append("pt;");
    }
    String colour = run.getColor();
    if (link == null && colour != null && COLOUR.matcher(colour).matches()) {
      html.append("color:#").append(colour).append(';');
    }
    html.append("\">").append(escaped(text)).append(link == null ? "</span>" : "</a>");
  }

  private @Nullable String link(XWPFRun run) {
    if (!(run instanceof XWPFHyperlinkRun hyperlink)) {
      return null;
    }
    XWPFHyperlink target = hyperlink.getHyperlink(document);
    String url = target == null ? null : target.getURL();
    return url != null && url.startsWith(LINKS) ? url : null;
  }

  /** Text of a page; what XML can't hold is left out. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> {
              boolean control = point < 0x20 && point != '\n' && point != '\t';
              if (!control && point != 0xFFFE && point != 0xFFFF) {
                out.appendCodePoint(point);
              }
            }
          }
        });
    return out.toString();
  }
}
