package org.shouwang.gates;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place as the gates see it.
 *
 * @param entersId the zone it leads into
 * @param entersLevel that zone's level: park, plant, room
 * @param lanes names of its lanes
 */
record Place(
    UUID id,
    String name,
    String kind,
    @Nullable UUID parentId,
    @Nullable UUID entersId,
    @Nullable String entersLevel,
    @Nullable Double x,
    @Nullable Double y,
    List<String> lanes) {

  boolean isGate() {
    return entersId != null;
  }
}
