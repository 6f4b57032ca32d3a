package org.shouwang.sampling;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Two people whose swabs are in one tube: they stood in the same queue.
 *
 * @param of whose company was asked for
 * @param person the other
 * @param place the sampling point
 * @param from the earlier swab
 * @param until the later one
 */
public record SharedTube(
    UUID of, UUID person, String tube, @Nullable UUID place, Instant from, Instant until) {}
