package org.shouwang.capture;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one type in one commit, as followers see them; the lists are aligned.
 *
 * @param recordedAt world time of arrival
 */
public record Arrival(
    String type,
    Instant recordedAt,
    List<UUID> ids,
    List<@Nullable UUID> persons,
    List<Instant> ats,
    List<@Nullable UUID> places) {}
