package org.shouwang.duties;

import java.util.List;
import java.util.Set;
import org.shouwang.capture.Arrival;

/** A module whose facts discharge duties says what they show. Called in the feed's order. */
public interface EvidenceSource {

  /** The fact types it answers for. */
  Set<String> types();

  /** What the facts of one commit show; facts that show nothing are left out. */
  List<Evidence> evidence(Arrival arrival);
}
