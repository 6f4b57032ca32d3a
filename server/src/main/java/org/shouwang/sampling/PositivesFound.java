package org.shouwang.sampling;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.shouwang.audit.Actor;

/**
 * Own swabs are positive. Told in the commit that takes the results; positive tubes of several
 * people are not told: their members are swabbed again alone.
 */
public record PositivesFound(List<Positive> positives, Actor who) {

  /**
   * A person's own positive swab.
   *
   * @param evidence what stands against the person; {@link FindingsWithdrawn} names it when the
   *     result no longer counts
   * @param result the result
   * @param disease that was tested for
   */
  public record Positive(
      UUID evidence,
      UUID person,
      String tube,
      UUID result,
      Instant sampledAt,
      Instant reportedAt,
      String disease) {}
}
