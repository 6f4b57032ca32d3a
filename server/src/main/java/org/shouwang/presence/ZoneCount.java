package org.shouwang.presence;

import java.util.UUID;

/** How many persons are in a zone now. Zones nest: who is in a plant counts for the park too. */
public record ZoneCount(UUID zone, String name, Level level, long people) {}
