package org.shouwang.sampling;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Rounds as the tubes need them: what a swab means for who is still missing. */
@Service
class Rounds {

  /**
   * Counts swabs, in the caller's transaction. Whoever wasn't expected is added as a later arrival.
   *
   * @return the round each swab counts for, by swab; without a round it is left out
   */
  Map<UUID, UUID> tested(List<Tested> swabs) {
    throw new UnsupportedOperationException();
  }

  /** Takes swabs back, in the caller's transaction: the person is missing again. */
  void undone(List<Tested> swabs) {
    throw new UnsupportedOperationException();
  }

  /** Pool size of the person's group in a round: 1 is single only. */
  Map<UUID, Integer> pools(UUID round, Collection<UUID> persons) {
    throw new UnsupportedOperationException();
  }
}
