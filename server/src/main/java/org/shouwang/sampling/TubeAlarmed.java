package org.shouwang.sampling;

import java.util.UUID;
import org.shouwang.audit.Actor;

/**
 * A tube is positive or grey; told in the commit that takes the result.
 *
 * @param value positive or grey
 * @param members whose swabs in it count
 */
public record TubeAlarmed(String tube, UUID result, String value, int members, Actor who) {}
