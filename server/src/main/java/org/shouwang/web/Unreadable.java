package org.shouwang.web;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;

/**
 * Says which field of a body could not be read, without the reader's own words: they name classes.
 */
public final class Unreadable {

  private Unreadable() {}

  /**
   * The refusal, 400: {@code web.field_unreadable}, or {@code web.body_unreadable} for no field.
   */
  public static Refused of(JacksonException cause) {
    String field =
        cause.getPath().stream()
            .map(step ->
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getPropertyName())
            .collect(Collectors.joining());
    if (field.isEmpty()) {
      return Refused.of(400, "web.body_unreadable");
    }
    Refused refused = Refused.of(400, "web.field_unreadable").field(field.substring(1));
    boolean simple =
        cause instanceof InvalidFormatException format
            && (format.getValue() instanceof CharSequence || format.getValue() instanceof Number);
    return simple
        ? refused.value(String.valueOf(((InvalidFormatException) cause).getValue()))
        : refused.value("");
  }
}
