package org.shouwang.audit;

import java.util.UUID;

/**
 * Who acted.
 *
 * @param kind account, device, person (by the own page) or system
 * @param id its id
 * @param name as shown at that time
 */
public record Actor(String kind, UUID id, String name) {

  /** The software itself. */
  public static final Actor SYSTEM = new Actor("system", new UUID(0, 0), "system");
}
