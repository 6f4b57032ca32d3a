package org.shouwang.clock;

import java.time.Instant;

/**
 * The world's clock was set. Whoever acts by it acts at once instead of at the next look: a replay
 * is faster than looking.
 *
 * @param world its time from now on
 */
public record WorldSet(Instant world) {}
