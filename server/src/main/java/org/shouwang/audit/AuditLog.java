package org.shouwang.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Page;
import org.springframework.stereotype.Service;

/** The log as its readers see it: entries, links, and whether it is whole. */
@Service
public class AuditLog {

  private final AuditBoard board;
  private final Verification verification;

  AuditLog(AuditBoard board, Verification verification) {
    this.board = board;
    this.verification = verification;
  }

  /**
   * Entries, newest first.
   *
   * @param after key of the page before; null for the first
   */
  public Page<Shown> entries(Filter filter, @Nullable String after, int limit) {
    return board.list(filter, after, limit);
  }

  /**
   * Everything that followed from facts and acts, by its causes, newest first: an entry follows
   * from its cause, and what names an entry, or the case, order, report or the like that it was
   * about, follows from the entry.
   *
   * @param roots facts, acts and things that it began with
   * @param since nothing before is looked at
   * @param after key of the page before; null for the first
   */
  public Page<Shown> followed(
      java.util.Collection<java.util.UUID> roots,
      Instant since,
      @Nullable String after,
      int limit) {
    return board.followed(roots, since, after, limit);
  }

  /**
   * Links of the chain, newest first.
   *
   * @param after key of the page before; null for the first
   */
  public Page<ShownSeal> seals(@Nullable String after, int limit) {
    return board.seals(after, limit);
  }

  /** Recomputes everything; takes seconds for each million of entries. */
  public Proof verify() {
    return verification.verify();
  }

  /**
   * What a page is narrowed to.
   *
   * @param actor id, or a part of the name
   * @param action beginning of the action, such as {@code security.}
   */
  public record Filter(
      @Nullable String actor,
      @Nullable String action,
      @Nullable Instant from,
      @Nullable Instant to) {}

  /**
   * An entry as shown.
   *
   * @param detail its body as JSON; null once destroyed
   */
  public record Shown(
      UUID id,
      Instant at,
      Actor actor,
      String action,
      @Nullable String subject,
      @Nullable UUID cause,
      @Nullable @JsonRawValue String detail) {}

  /** A link as shown; its heads in hex. */
  public record ShownSeal(long no, Instant at, int entries, String previous, String head) {}
}
