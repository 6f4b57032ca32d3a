package org.shouwang.own;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a link is for; it opens nothing else. */
enum Purpose {
  /** Readings and needs of somebody in isolation, until the order ends. */
  FOLLOW_UP(30),
  /** A declaration of stays and contacts. */
  DECLARATION(7);

  private final int usualDays;

  Purpose(int usualDays) {
    this.usualDays = usualDays;
  }

  @JsonValue
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  int usualDays() {
    return usualDays;
  }

  static Optional<Purpose> of(@Nullable String word) {
    for (Purpose each : values()) {
      if (each.key().equals(word)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
