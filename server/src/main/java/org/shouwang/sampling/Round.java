package org.shouwang.sampling;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A round as kept.
 *
 * @param pools swabs in a tube by group; {@code default} for all others
 * @param points sampling points it is held at; empty: all
 * @param chasedAt since when who is missing has a duty; null: not yet
 * @param version grows with each change
 */
record Round(
    UUID id,
    int no,
    String name,
    RoundState state,
    Instant opensAt,
    Instant closesAt,
    Criteria criteria,
    Map<String, Integer> pools,
    List<UUID> points,
    UUID madeBy,
    String madeName,
    @Nullable String openedName,
    @Nullable Instant openedAt,
    @Nullable String closedName,
    @Nullable Instant closedAt,
    @Nullable Instant chasedAt,
    int version) {}
