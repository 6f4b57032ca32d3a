package org.shouwang.scenario;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pass of the replay.
 *
 * @param id derived from the seed: a retry after a restart is the same fact
 * @param at when it happens
 * @param delivered when its device sends it: later than {@code at} after hours without network
 * @param place code of the place
 * @param person null when the pass names nobody or a document
 * @param document resident number of a person nobody knows
 * @param data the fact's own fields as JSON
 * @param note what of the story it is; null for an ordinary pass
 */
record PlannedPass(
    UUID id,
    Instant at,
    Instant delivered,
    String place,
    @Nullable UUID person,
    @Nullable String document,
    boolean outward,
    String data,
    @Nullable String note) {}
