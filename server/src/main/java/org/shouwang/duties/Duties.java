package org.shouwang.duties;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.springframework.stereotype.Service;

/** What other modules may do with duties. Set-based: call once for many, in one's transaction. */
@Service
public class Duties {

  /**
   * Makes duties. Evidence that came before discharges them at once.
   *
   * @return how many were new
   */
  public int create(List<NewDuty> duties, Actor who) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Discharges duties by an act. Those that are not pending stay as they are. */
  public int done(Collection<UUID> ids, UUID act, Actor who) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Takes duties back, with a reason. Those that are not pending stay as they are. */
  public int waive(Collection<UUID> ids, String reason, Actor approver, @Nullable UUID cause) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Gives duties another holder: each is passed on and a new one stands in its place. */
  public int passOn(
      Collection<UUID> ids, Party holder, String reason, Actor who, @Nullable UUID cause) {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * A person can't do anything from a moment on: what they hold goes to their unit's leads.
   *
   * @param until back again; null: not known
   */
  public void unavailable(
      UUID person, Instant from, @Nullable Instant until, String reason, Actor who) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Duties by id. */
  public List<Duty> of(Collection<UUID> ids) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** Duties of a kind by their keys; those passed on are left out. */
  public List<Duty> byKeys(String kind, Collection<String> keys) {
    throw new UnsupportedOperationException("not built yet");
  }

  /**
   * Counts by unit, kind, day and state; from counters, at any size.
   *
   * @param kinds only these
   * @param first first day
   * @param last last day
   */
  public List<DutyCount> counts(Set<String> kinds, LocalDate first, LocalDate last) {
    throw new UnsupportedOperationException("not built yet");
  }
}
