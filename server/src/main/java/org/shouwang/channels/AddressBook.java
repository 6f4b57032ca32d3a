package org.shouwang.channels;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What channels must know of people and units; the module that owns them implements it. */
public interface AddressBook {

  /**
   * The phone of a person, opened for one message about to be sent; each opening is logged.
   *
   * @param purpose why, for the log
   * @return empty when nobody knows one
   */
  Optional<String> phone(UUID person, String purpose);

  /** The topmost units of the tree: those whose messages an account with the whole tree sees. */
  Set<UUID> topmost();
}
