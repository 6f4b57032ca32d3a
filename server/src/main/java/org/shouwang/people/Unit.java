package org.shouwang.people;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A unit of the tree.
 *
 * @param path names from the top, joined by " / "
 */
record Unit(
    UUID id,
    String code,
    String name,
    UnitKind kind,
    @Nullable UUID parentId,
    String path,
    @Nullable String creditCode) {

  static final String SEPARATOR = " / ";

  static String path(@Nullable Unit parent, String name) {
    return parent == null ? name : parent.path() + SEPARATOR + name;
  }
}
