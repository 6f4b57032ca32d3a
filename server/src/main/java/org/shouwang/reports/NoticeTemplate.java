package org.shouwang.reports;

import static org.shouwang.reports.StandardTemplate.line;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.poi.xwpf.usermodel.ParagraphAlignment;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.shouwang.web.Messages;
import org.springframework.stereotype.Component;

/**
 * Makes the built-in templates of the papers about an order: 隔离医学观察告知书 and 解除隔离医学观察告知书. Their words
 * stand in the messages of this module.
 */
@Component
class NoticeTemplate {

  private static final int TITLE = 22;

  /** An empty line would have no height. */
  private static final String SPACE = "\u00a0";

  /** Paragraphs of a paper, in their order. */
  private static final Map<Kind, List<String>> PARTS =
      Map.of(
          Kind.ORDER,
          List.of("person", "basis", "term", "place", "tests", "must", "rights", "worker"),
          Kind.RELEASE,
          List.of("person", "released", "basis", "after", "rights", "worker"));

  /** Lines to be signed on. */
  private static final List<String> SIGNATURES = List.of("received", "authority", "officer");

  private final Messages messages;

  NoticeTemplate(Messages messages) {
    this.messages = messages;
  }

  /** Kinds of papers. */
  enum Kind {
    /** 隔离医学观察告知书. */
    ORDER,
    /** 解除隔离医学观察告知书. */
    RELEASE;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  byte[] docx(Kind kind, Locale locale) {
    try (XWPFDocument document = new XWPFDocument();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      StandardTemplate.paper(document);
      StandardTemplate.run(
              StandardTemplate.paragraph(document, ParagraphAlignment.CENTER),
              title(kind, locale),
              TITLE)
          .setBold(true);
      line(document, ParagraphAlignment.RIGHT, text(locale, "number"));
      for (String part : PARTS.getOrDefault(kind, List.of())) {
        line(document, ParagraphAlignment.LEFT, text(locale, kind.key() + "." + part));
      }
      for (String part : SIGNATURES) {
        line(document, ParagraphAlignment.LEFT, SPACE);
        line(document, ParagraphAlignment.LEFT, text(locale, "sign." + part));
      }
      document.write(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory doesn't fail", e);
    }
  }

  String title(Kind kind, Locale locale) {
    return text(locale, kind.key() + ".title");
  }

  String text(Locale locale, String key) {
    return messages.text(locale, "reports.notice." + key, Map.of());
  }
}
