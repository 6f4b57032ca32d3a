package org.shouwang.screening;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody found.
 *
 * @param level the area's level; null for a declared contact
 * @param declaration null for who lives there
 * @param certain false: declared less closely than the area is drawn
 * @param reason what speaks against a declaration: {@code present} in the park on days declared
 *     elsewhere, {@code differs} from another declaration; null: nothing
 * @param evidence given to the status; null: none
 */
record Hit(
    UUID id,
    UUID person,
    @Nullable UUID unit,
    Kind kind,
    @Nullable UUID level,
    @Nullable UUID declaration,
    @Nullable Integer n,
    boolean certain,
    @Nullable String reason,
    Instant foundAt,
    State state,
    @Nullable UUID evidence,
    @Nullable Instant judgedAt,
    @Nullable String judgedBy,
    @Nullable String note) {

  /** The same with what speaks against it. */
  Hit because(String why) {
    return new Hit(
        id,
        person,
        unit,
        kind,
        level,
        declaration,
        n,
        certain,
        why,
        foundAt,
        state,
        evidence,
        judgedAt,
        judgedBy,
        note);
  }

  /** How somebody was found. */
  enum Kind {
    /** By a declared stay. */
    STAY,
    /** Lives there. */
    HOME,
    /** Declared a contact. */
    CONTACT,
    /** Declared what something else speaks against: perhaps hidden, perhaps a mistake. */
    CONTRADICTION;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where it stands. */
  enum State {
    /** To be asked and looked into. */
    OPEN,
    /** So it is. */
    CONFIRMED,
    /** It isn't so: what followed is withdrawn. */
    DISMISSED,
    /** The area was lifted before anybody judged. */
    OVER;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
