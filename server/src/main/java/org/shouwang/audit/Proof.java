package org.shouwang.audit;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Messages;

/**
 * Outcome of a verification of the whole chain.
 *
 * @param entries entries recomputed
 * @param seals links checked
 * @param anchored links found in the outside anchor as well
 * @param unsealed entries newer than the last link
 * @param bodiesGone entries whose body is no longer kept
 * @param vouched commits whose rows were compared with their entry
 * @param firstBreak null if the chain is whole
 */
public record Proof(
    long entries,
    long seals,
    long anchored,
    long unsealed,
    long bodiesGone,
    long vouched,
    @Nullable Break firstBreak) {

  /** Whether nothing was found. */
  public boolean whole() {
    return firstBreak == null;
  }

  /**
   * The first place where the log is not what was written.
   *
   * @param seal link it falls into; null when it is not sealed yet
   * @param entry the entry; null when it is the link itself
   * @param since nothing recorded from then on can be relied upon
   * @param found what there is
   * @param expected what there should be
   */
  public record Break(
      Kind kind,
      @Nullable Long seal,
      @Nullable UUID entry,
      @Nullable Instant since,
      String found,
      String expected) {

    /** What it means, in the reader's language. */
    public String text(Messages messages, Locale locale) {
      return messages.text(
          locale,
          "audit.break." + kind.name().toLowerCase(Locale.ROOT),
          Map.of(
              "seal", seal == null ? "–" : seal,
              "entry", entry == null ? "–" : entry,
              "since", since == null ? "–" : since,
              "found", found,
              "expected", expected));
    }
  }

  /** What can be wrong. */
  public enum Kind {
    /** An entry's fields no longer give its digest. */
    ENTRY_CHANGED,
    /** An entry's body no longer gives its hash. */
    BODY_CHANGED,
    /** Fewer entries than a link counts. */
    ENTRIES_MISSING,
    /** More entries than a link counts. */
    ENTRIES_ADDED,
    /** The entries of a link were exchanged. */
    SEAL_BROKEN,
    /** A link is missing between two others. */
    SEAL_MISSING,
    /** A link doesn't continue the one before. */
    SEAL_DETACHED,
    /** The outside anchor knows links that the database has lost: its end was cut off. */
    ANCHOR_AHEAD,
    /** The outside anchor knows another head: the chain was written anew. */
    ANCHOR_DIFFERS,
    /** There are links, but no outside anchor. */
    ANCHOR_MISSING,
    /** The outside anchor lacks a link before its last one. */
    ANCHOR_GAP,
    /** Rows that an entry vouches for were changed, deleted or added. */
    ROWS_DIFFER,
    /** Rows name an entry that isn't there. */
    ROWS_UNVOUCHED
  }
}
