package org.shouwang.sampling;

import java.util.UUID;
import org.shouwang.audit.Actor;

/**
 * A tube is positive or grey; told in the commit that takes the result.
 *
 * @param value positive or grey
 * @param members whose swabs in it count
 * @param single whether it holds one swab by itself, no pool
 */
public record TubeAlarmed(
    String tube, UUID result, String value, int members, boolean single, Actor who) {

  /** Positive, and of one person: it opens that person's case. */
  public boolean opensCase() {
    return single && value.equals(ResultValue.POSITIVE.key());
  }
}
