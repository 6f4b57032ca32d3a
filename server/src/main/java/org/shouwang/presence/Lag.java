package org.shouwang.presence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the stays are behind the facts.
 *
 * @param recordedAt world time at which the last folded fact had arrived; null before the first
 * @param foldedAt world time at which its stays were written
 * @param lagMs the one minus the other, milliseconds of the world
 * @param facts facts folded so far, repeated ones included
 */
public record Lag(
    @Nullable Instant recordedAt, @Nullable Instant foldedAt, long lagMs, long facts) {}
