package org.shouwang.command;

import org.jspecify.annotations.Nullable;

/**
 * Who signed, as it is shown: “name 代 onBehalfOf”.
 *
 * @param onBehalfOf for whom; null: for themselves
 */
record Signed(String name, @Nullable String onBehalfOf) {

  static @Nullable Signed of(@Nullable String name, @Nullable String onBehalfOf) {
    return name == null ? null : new Signed(name, onBehalfOf);
  }

  /** The same in one text. */
  String text() {
    return onBehalfOf == null ? name : name + " 代 " + onBehalfOf;
  }
}
