package org.shouwang.people;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place on the schematic plan.
 *
 * @param kind gate, checkpoint, canteen … (contract of the API)
 * @param level what a stay in it counts as: park, plant, room or none
 * @param enters the zone that a gate leads into; null for what is no gate
 * @param entersLevel that zone's level
 * @param x 0..1000 on the plan
 * @param y 0..600 on the plan
 * @param lanes names of a gate's lanes
 */
public record PlaceSummary(
    UUID id,
    String code,
    String name,
    String kind,
    @Nullable UUID parentId,
    String level,
    @Nullable UUID enters,
    @Nullable String entersLevel,
    @Nullable Double x,
    @Nullable Double y,
    List<String> lanes) {}
