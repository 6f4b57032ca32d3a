package org.shouwang.presence;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/**
 * Levels of zones, from the outside in. They nest: who is in a plant is in the park too. A person
 * is in one zone of each level at most.
 */
public enum Level {
  /** The park as a whole, or a village or other ground with its own checkpoint. */
  PARK,
  /** A plant within the park. */
  PLANT,
  /** A room or dormitory within a plant. */
  ROOM;

  /** Name in JSON and the database. */
  @JsonValue
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The level of a key.
   *
   * @throws IllegalArgumentException when it is none of ours, {@code none} included
   */
  public static Level of(String key) {
    return Arrays.stream(values())
        .filter(level -> level.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no level: " + key));
  }
}
