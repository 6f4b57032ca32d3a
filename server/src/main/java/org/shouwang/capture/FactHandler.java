package org.shouwang.capture;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Permission;
import org.shouwang.web.Refused;

/** The module that owns a fact type: judges its facts and keeps them. Set-based, thread-safe. */
public interface FactHandler {

  /** The type it owns. */
  String type();

  /** Who may hand facts of the type in: any one of these permissions is needed. */
  default Set<Permission> needs() {
    return Set.of(Permission.FACTS_SUBMIT);
  }

  /**
   * Checks and judges facts, before anything is written. May read the database, must not write.
   *
   * @return one judgement for each fact, in the same order
   */
  List<Judgement> judge(List<Arrived> facts);

  /**
   * Keeps facts that were won, in the door's transaction. Called once for a batch; if it throws,
   * the batch is retried fact by fact.
   */
  void record(List<Accepted> facts);

  /** What becomes of a fact. */
  sealed interface Judgement {}

  /**
   * It will be kept.
   *
   * @param verdict the server's own verdict for the receipt, serialised as JSON; null if the type
   *     has none
   * @param row whatever the handler needs again in {@link #record}
   */
  record Accepted(Arrived arrived, @Nullable Object verdict, Object row) implements Judgement {}

  /** It can't be kept: the receipt says why, and the device shows it to a person. */
  record Rejected(Refused reason) implements Judgement {}
}
