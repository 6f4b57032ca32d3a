package org.shouwang.status;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The one owner of the park control status. Others hand it evidence, and ask. */
@Service
public class ParkStatus {

  /**
   * Takes evidence and evaluates the persons concerned anew, in the caller's transaction: when it
   * commits, the gates know.
   *
   * @return how many were new
   */
  @Transactional
  public int take(List<NewEvidence> evidence, Actor who) {
    throw new UnsupportedOperationException();
  }

  /**
   * Withdraws evidence; all that rested on it is unwound and each person told.
   *
   * @param ids evidence, unknown ones are left out
   * @param cause the correction that led to it
   */
  @Transactional
  public int withdraw(Collection<UUID> ids, String reason, Actor who, @Nullable UUID cause) {
    throw new UnsupportedOperationException();
  }

  /**
   * What stands against persons at an instant as known now; whoever is free is left out. Cheap
   * enough for each batch of passes.
   */
  public Map<UUID, StatusView> restricted(Collection<UUID> persons, Instant at) {
    throw new UnsupportedOperationException();
  }

  /** Everybody who is not free now, for offline rosters. */
  public Map<UUID, StatusView> restricted(Instant at) {
    throw new UnsupportedOperationException();
  }
}
