package org.shouwang.capture;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a fact names a person. */
public sealed interface PersonReference {

  /** By our id. */
  record ById(UUID id) implements PersonReference {}

  /**
   * By a document.
   *
   * @param type resident_id, residence_permit, home_return_permit, passport, other
   * @param number as read from the document
   * @param name as told, for a person not known yet
   * @param phone as told, for a person not known yet
   */
  record ByDocument(String type, String number, @Nullable String name, @Nullable String phone)
      implements PersonReference {
    @Override
    public String toString() {
      return "ByDocument[" + type + "]"; // never into a log
    }
  }
}
