package org.shouwang.people;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Rows in the text form of COPY. */
final class CopyRows {

  private final StringBuilder out = new StringBuilder(1 << 20);
  private boolean first = true;

  CopyRows value(@Nullable Object value) {
    if (!first) {
      out.append('\t');
    }
    first = false;
    switch (value) {
      case null -> out.append("\\N");
      case byte[] bytes -> out.append("\\\\x").append(HexFormat.of().formatHex(bytes));
      default -> escape(value.toString());
    }
    return this;
  }

  void end() {
    out.append('\n');
    first = true;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\0' -> {}
        default -> out.append(c);
      }
    }
  }

  boolean isEmpty() {
    return out.isEmpty();
  }

  String take() {
    String rows = out.toString();
    out.setLength(0);
    return rows;
  }
}
