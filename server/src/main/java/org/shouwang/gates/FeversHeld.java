package org.shouwang.gates;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** People were held at a gate with a fever; one event a batch, in the commit of their passes. */
public record FeversHeld(List<Held> held) {

  /**
   * One of them.
   *
   * @param pass the fact that led to it
   */
  public record Held(UUID person, UUID place, UUID pass, Instant at) {}
}
