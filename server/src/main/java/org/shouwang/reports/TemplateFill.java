package org.shouwang.reports;

import com.deepoove.poi.XWPFTemplate;
import com.deepoove.poi.config.Configure;
import com.deepoove.poi.data.Texts;
import com.deepoove.poi.template.ElementTemplate;
import com.deepoove.poi.template.MetaTemplate;
import com.deepoove.poi.template.run.RunTemplate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/**
 * Reads and fills a docx in which {@code {{name}}} stands for a text and {@code {{figure.key}}} for
 * a figure. Nothing else is taken: no pictures, loops or files from elsewhere.
 */
@Component
class TemplateFill {

  static final String FIGURE = "figure.";

  /** What poi-tl puts for a tag without a sign before its name. */
  private static final char PLAIN = '\0';

  private final Figures figures;

  TemplateFill(Figures figures) {
    this.figures = figures;
  }

  /**
   * The keys of the figures that a template names.
   *
   * @param fields the names of texts it may have
   * @throws Refused that names the first tag which is not known
   */
  Set<String> check(byte[] docx, Set<String> fields) {
    Set<String> keys = new LinkedHashSet<>();
    try (XWPFTemplate template =
        XWPFTemplate.compile(new ByteArrayInputStream(docx), configure(tag -> ""))) {
      for (MetaTemplate element : template.getElementTemplates()) {
        check(element, fields, keys);
      }
    } catch (Refused refused) {
      throw refused;
    } catch (IOException | RuntimeException e) {
      throw unreadable();
    }
    return keys;
  }

  private void check(MetaTemplate element, Set<String> fields, Set<String> keys) {
    if (!(element instanceof RunTemplate run) || !isPlain(run)) {
      throw Refused.invalid("reports.template_tag_not_allowed")
          .field("file")
          .value(PlainValues.shown(name(element), 60));
    }
    String tag = run.getTagName();
    if (tag.startsWith(FIGURE)) {
      String key = tag.substring(FIGURE.length());
      if (figures.find(key).isEmpty()) {
        throw Refused.invalid("reports.template_figure_unknown")
            .field("file")
            .value(PlainValues.shown(key, 60));
      }
      keys.add(key);
    } else if (!fields.contains(tag)) {
      throw Refused.invalid("reports.template_field_unknown")
          .field("file")
          .value(PlainValues.shown(tag, 60));
    }
  }

  private static boolean isPlain(RunTemplate run) {
    Character sign = run.getSign();
    return sign == null || sign == PLAIN;
  }

  private static String name(MetaTemplate element) {
    return element instanceof ElementTemplate one ? one.getSource() : element.variable();
  }

  private static Refused unreadable() {
    return Refused.invalid("reports.template_unreadable").field("file");
  }

  /** Fills the texts; figures named in the template or in the texts stay to be filled. */
  byte[] texts(byte[] docx, Map<String, String> texts) {
    return fill(
        docx, tag -> tag.startsWith(FIGURE) ? "{{" + tag + "}}" : texts.getOrDefault(tag, ""));
  }

  /** Fills the figures, each a link to its records. */
  byte[] figures(byte[] docx, Map<String, SignedFigure> values, boolean signed) {
    return fill(
        docx,
        tag -> {
          SignedFigure figure = values.get(tag.substring(FIGURE.length()));
          return figure == null
              ? ""
              : Texts.of(String.valueOf(figure.value())).link(figure.path(signed)).create();
        });
  }

  private static byte[] fill(byte[] docx, Function<String, Object> values) {
    try (XWPFTemplate template =
        XWPFTemplate.compile(new ByteArrayInputStream(docx), configure(values))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      template.render(Map.of()).write(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw unreadable();
    }
  }

  private static Configure configure(Function<String, Object> values) {
    return Configure.builder()
        .buildGrammerRegex("[\\w.]+")
        .setRenderDataComputeFactory(model -> values::apply)
        .build();
  }
}
