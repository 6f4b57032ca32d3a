package org.shouwang.presence;

import java.time.Instant;
import java.util.UUID;

/**
 * A person who is inside now.
 *
 * @param since start of the stay
 * @param via the gate they came in by
 * @param implied nobody saw them enter: being on a level within shows it
 * @param presumedAt when the exit will be presumed unless something is seen of them
 */
public record Inside(
    UUID person,
    Level level,
    UUID zone,
    String zoneName,
    Instant since,
    UUID via,
    String viaName,
    boolean implied,
    Instant presumedAt) {}
