package org.shouwang.capture;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The door's answer for one fact; it leaves only after a durable commit.
 *
 * @param status recorded, duplicate or rejected
 * @param at corrected time of the fact; null if rejected
 * @param skewMs see {@link Arrived#skewMs}
 * @param person resolved person; null for a duplicate
 * @param flags lower-case names of {@link Arrived.Flag}
 * @param verdict the server's verdict as JSON
 * @param error why it was rejected
 */
public record Receipt(
    @Nullable UUID id,
    Status status,
    @Nullable Instant at,
    long skewMs,
    @Nullable UUID person,
    boolean provisional,
    List<String> flags,
    @Nullable @JsonRawValue String verdict,
    @Nullable Error error) {

  /** Outcomes. */
  public enum Status {
    /** New and kept. */
    recorded,
    /** Kept before; the first receipt is repeated. */
    duplicate,
    /** Not kept; its id is not burnt. */
    rejected
  }

  /** Why a fact was rejected, in the reader's language. */
  public record Error(
      String code, @Nullable String field, @Nullable String value, String cure, String message) {}
}
