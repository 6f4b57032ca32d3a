package org.shouwang.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.shouwang.web.Messages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The edition files shipped with the software; a bad one stops the start with its line. */
@Component
class EditionShelf {

  private static final Logger log = LoggerFactory.getLogger(EditionShelf.class);

  private final Messages messages;

  EditionShelf(Messages messages) {
    this.messages = messages;
  }

  /**
   * Reads all shipped editions.
   *
   * @throws IllegalStateException naming file, line and reason in both languages
   */
  List<Edition> shipped() {
    List<Edition> editions = new ArrayList<>();
    try {
      Resource[] files =
          new PathMatchingResourcePatternResolver().getResources("classpath*:editions/*.yaml");
      Arrays.sort(files, Comparator.comparing(file -> String.valueOf(file.getFilename())));
      for (Resource file : files) {
        String text = file.getContentAsString(StandardCharsets.UTF_8);
        editions.add(readOrFail(String.valueOf(file.getFilename()), text));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the editions could not be read", e);
    }
    return editions;
  }

  /** Reads one file that must be good. */
  Edition readOrFail(String file, String text) {
    EditionReader.Result result = EditionReader.read(text);
    Edition edition = result.edition();
    if (edition == null) {
      throw new IllegalStateException(report(file, result.problems()));
    }
    return edition;
  }

  /**
   * Reads an upload as it was kept. What people upload is read strictly; what was taken once must
   * not stop a later start because the software has come to know better.
   *
   * @param principal in whose place a disease that can't be is laid
   */
  Edition stored(String id, String text, Supplier<String> principal) {
    EditionReader.Result result = EditionReader.readStored(text, principal);
    Edition edition = result.edition();
    if (edition == null) {
      throw new IllegalStateException(report(id, result.problems()));
    }
    for (EditionProblem each : result.forgiven()) {
      log.warn(
          "uploaded edition {} line {} holds only in part: {} / {}",
          id,
          each.line(),
          reason(each, Locale.SIMPLIFIED_CHINESE),
          reason(each, Locale.ENGLISH));
    }
    return edition;
  }

  private String report(String file, List<EditionProblem> problems) {
    StringBuilder text = new StringBuilder("方案文件有误 / bad edition file ").append(file);
    for (EditionProblem problem : problems) {
      text.append("\n  ")
          .append(file)
          .append(':')
          .append(problem.line())
          .append("  ")
          .append(reason(problem, Locale.SIMPLIFIED_CHINESE))
          .append(" / ")
          .append(reason(problem, Locale.ENGLISH));
    }
    return text.toString();
  }

  /** Why, in a language. */
  String reason(EditionProblem problem, Locale locale) {
    return messages.text(locale, problem.code() + ".detail", problem.values());
  }
}
