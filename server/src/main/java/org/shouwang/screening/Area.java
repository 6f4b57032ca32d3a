package org.shouwang.screening;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A level of an area over some time.
 *
 * @param id of the level
 * @param area of the area
 * @param level high, medium or low
 * @param zone what it means for who lives there: none, sealed, controlled, precaution
 * @param until null: it still holds
 */
record Area(
    UUID id,
    UUID area,
    String name,
    List<String> parts,
    String level,
    String zone,
    Instant from,
    @Nullable Instant until,
    String document,
    Instant listedAt,
    String listedBy,
    @Nullable String liftedBy) {

  Region region() {
    return new Region(parts);
  }
}
