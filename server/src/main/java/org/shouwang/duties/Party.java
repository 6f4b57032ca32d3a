package org.shouwang.duties;

import java.util.UUID;

/**
 * Who holds a duty, or whom or what it is about.
 *
 * @param kind what the id is of
 */
public record Party(Kind kind, UUID id) {

  /** Kinds of parties. */
  public enum Kind {
    /** A person. */
    PERSON,
    /** A post: whoever is on it. */
    POST,
    /** A unit: its leads. */
    UNIT,
    /** A place. */
    PLACE,
    /** A group of persons or duties. */
    GROUP,
    /** Anything else: a directive, a notice. */
    THING;

    /** Name in JSON and the database. */
    public String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The party of a kind's key. */
  public static Party of(String kind, UUID id) {
    return new Party(Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)), id);
  }

  /** A person. */
  public static Party person(UUID id) {
    return new Party(Kind.PERSON, id);
  }

  /** A unit. */
  public static Party unit(UUID id) {
    return new Party(Kind.UNIT, id);
  }

  /** A thing. */
  public static Party thing(UUID id) {
    return new Party(Kind.THING, id);
  }
}
