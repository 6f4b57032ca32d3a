package org.shouwang.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One time at which somebody was near a person, by what was recorded.
 *
 * @param of the person it is about
 * @param person who was near
 * @param kind what was recorded
 * @param place where; null: not known
 * @param tube code of the tube they share; null for all other kinds
 * @param from since when
 * @param until until when: the exposure's own time
 * @param minutes how long together; 0: nobody knows
 * @param proposed what the edition proposes to call such a contact
 */
public record Exposure(
    UUID of,
    UUID person,
    Kind kind,
    @Nullable UUID place,
    @Nullable String tube,
    Instant from,
    Instant until,
    long minutes,
    Proposal proposed) {

  /** Kinds of records. */
  public enum Kind {
    /** Stays in the same zone at the same time. */
    ZONE,
    /** Boarded the same vehicle. */
    RIDE,
    /** Swabs in one tube: the same queue. */
    TUBE,
    /** One household. */
    HOUSEHOLD,
    /** Somebody said so. */
    INTERVIEW;

    /** Name in JSON and the database. */
    @JsonValue
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What an edition proposes; the most severe first. */
  public enum Proposal {
    /** 密切接触者. */
    CLOSE,
    /** 密接的密接. */
    SECONDARY,
    /** 一般接触者. */
    GENERAL;

    /** Name in JSON and the database. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same exposure has the same id, whenever it is found: its end may still move. */
  UUID id() {
    return UUID.nameUUIDFromBytes(
        (of + "|" + person + "|" + kind + "|" + place + "|" + tube + "|" + from).getBytes(UTF_8));
  }
}
