package org.shouwang.cases;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;

/**
 * The authority's decision that people are close or secondary contacts, in the commit that files
 * it.
 */
public record ContactsClassed(List<Classed> contacts, Actor who, UUID act) {

  /**
   * One of them.
   *
   * @param disease of the case
   * @param close a close contact; otherwise a secondary one
   * @param via of a secondary contact: the close one between; null: not known
   * @param document of the authority
   */
  public record Classed(
      UUID caseId,
      String disease,
      UUID person,
      @Nullable UUID unit,
      boolean close,
      @Nullable UUID via,
      Instant lastExposure,
      @Nullable String document) {}
}
