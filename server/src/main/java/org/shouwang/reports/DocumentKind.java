package org.shouwang.reports;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;

/** Kinds of documents. */
enum DocumentKind {
  /** 日报: a day's figures, filed also when nothing happened. */
  DAILY("to", "cc", "copies", "filer", "reviewer", "remarks"),
  /** 简报: with masthead, body in four parts, and foot. */
  BULLETIN("to", "cc", "copies", "filer", "reviewer", "situation", "practice", "problems", "next");

  private final List<String> fields;

  DocumentKind(String... fields) {
    this.fields = List.of(fields);
  }

  /** What people write into it. */
  List<String> fields() {
    return fields;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static DocumentKind of(@Nullable String key) {
    for (DocumentKind kind : values()) {
      if (kind.key().equals(key)) {
        return kind;
      }
    }
    throw Refused.invalid("reports.kind_unknown")
        .field("kind")
        .value(key == null ? "" : PlainValues.shown(key, 40));
  }
}
