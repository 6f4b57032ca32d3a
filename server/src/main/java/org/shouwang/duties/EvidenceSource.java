package org.shouwang.duties;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.shouwang.capture.Arrival;

/**
 * A module whose facts discharge duties says what they show. Both answers come from its own rows.
 */
public interface EvidenceSource {

  /** The fact types it answers for. */
  Set<String> types();

  /** What the facts of one commit show; facts that show nothing are left out. */
  List<Evidence> evidence(Arrival arrival);

  /**
   * What facts that are already there show of some subjects: evidence may come before its duty.
   *
   * @param subjects at most 5,000
   * @param from first moment that counts
   * @param until first moment that no longer counts
   */
  List<Evidence> evidence(Collection<UUID> subjects, Instant from, Instant until);
}
