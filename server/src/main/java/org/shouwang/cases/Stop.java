package org.shouwang.cases;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stop of an itinerary 行程: where somebody is said to have been.
 *
 * @param place of the park; null: elsewhere
 * @param where in words; null only where there is a place of the park
 * @param transport by which it was reached, with its number
 * @param struckAt since when it is known to be wrong; it stays visible
 */
record Stop(
    UUID id,
    Instant from,
    Instant until,
    @Nullable UUID place,
    @Nullable String where,
    @Nullable String transport,
    @Nullable String note,
    Source source,
    String by,
    Instant recordedAt,
    @Nullable Instant struckAt,
    @Nullable String struckBy,
    @Nullable String struckWhy) {

  /** What it is known from. */
  enum Source {
    /** The person, or somebody near them, said so. */
    INTERVIEW,
    /** A camera. */
    VIDEO,
    /** A payment. */
    PAYMENT,
    /** Where a phone was. */
    PHONE,
    /** A letter or list of an authority. */
    DOCUMENT;

    @com.fasterxml.jackson.annotation.JsonValue
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
