package org.shouwang.channels;

import java.util.UUID;

/**
 * Whom a message is for.
 *
 * @param kind what the id is of
 */
public record Addressee(Kind kind, UUID id) {

  /** Kinds of addressees. */
  public enum Kind {
    /** Whoever leads the unit: accounts whose scope starts at it, and its robots. */
    UNIT,
    /** A person, by phone. */
    PERSON,
    /** An account, in the app. */
    ACCOUNT
  }

  /** The leads of a unit. */
  public static Addressee unit(UUID id) {
    return new Addressee(Kind.UNIT, id);
  }

  /** A person. */
  public static Addressee person(UUID id) {
    return new Addressee(Kind.PERSON, id);
  }

  /** An account. */
  public static Addressee account(UUID id) {
    return new Addressee(Kind.ACCOUNT, id);
  }
}
