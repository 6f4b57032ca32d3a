package org.shouwang.capture;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.shouwang.web.Refused;

/** Finds the persons that facts name; {@code people} implements it. */
public interface PersonResolver {

  /**
   * Resolves all references of a batch at once. An unknown person is given a provisional id, the
   * same for the same document also under concurrency.
   *
   * @return an answer for each reference
   */
  Map<PersonReference, Resolution> resolve(Collection<PersonReference> references);

  /** Answer for one reference. */
  sealed interface Resolution {

    /**
     * @param provisional nobody has confirmed who this is
     */
    record Found(UUID id, boolean provisional) implements Resolution {}

    /** The reference can't be used, such as a document number with a wrong check digit. */
    record Unusable(Refused reason) implements Resolution {}
  }
}
