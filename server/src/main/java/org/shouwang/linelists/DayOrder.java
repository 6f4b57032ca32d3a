package org.shouwang.linelists;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** In what order a file writes days such as 03/08/2022. */
enum DayOrder {
  /** By the file's own values; where they don't tell, a person has to. */
  AUTO,
  /** 日/月/年. */
  DAY_FIRST,
  /** 月/日/年. */
  MONTH_FIRST;

  /** Name in JSON. */
  @JsonValue
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static DayOrder of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
