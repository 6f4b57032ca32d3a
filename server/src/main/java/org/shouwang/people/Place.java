package org.shouwang.people;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place as it is kept.
 *
 * @param capacity how many people it holds; null: not known
 * @param units the units on the roster of this gate
 */
record Place(
    UUID id,
    String code,
    String name,
    String kind,
    @Nullable UUID parentId,
    String level,
    @Nullable UUID entersId,
    @Nullable Double x,
    @Nullable Double y,
    List<String> lanes,
    @Nullable Integer capacity,
    List<UUID> units) {}
