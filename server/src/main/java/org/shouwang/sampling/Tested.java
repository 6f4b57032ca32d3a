package org.shouwang.sampling;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody was swabbed, or a swab was undone.
 *
 * @param person who
 * @param swab the fact
 * @param at when, corrected device time
 * @param place sampling point
 * @param unit the person's unit at that time; null: not known
 * @param round round the device named; null: the one open for the person at that time
 */
record Tested(
    UUID person, UUID swab, Instant at, UUID place, @Nullable UUID unit, @Nullable UUID round) {}
