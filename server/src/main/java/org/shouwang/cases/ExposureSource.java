package org.shouwang.cases;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * A record of who was near whom. A module that keeps such records (shifts, meals, rooms) implements
 * it as a bean; tracing asks all of them.
 */
public interface ExposureSource {

  /**
   * Whose company over which time is asked for.
   *
   * @param until first moment that no longer counts
   */
  record Window(UUID person, Instant from, Instant until) {}

  /**
   * Who was near, by the rules of an edition. Set-based: called once for many. A bounded answer: a
   * person that nothing was recorded of has none.
   *
   * @param windows a few thousand at most
   */
  List<Exposure> near(Collection<Window> windows, ExposureCriteria rules);
}
