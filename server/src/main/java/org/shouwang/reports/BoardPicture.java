package org.shouwang.reports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.gates.Gates;

/**
 * The situation at a moment, for a scope. Every number is a figure and opens to its rows.
 *
 * @param at world time
 * @param figures value by key
 * @param hours passes by hour of the day
 * @param posts gates on the plan; only for who sees the whole park
 * @param zones how many are in each zone; only for who sees the whole park
 * @param units figures of the units right below
 */
record BoardPicture(
    Instant at,
    LocalDate day,
    @Nullable UUID unit,
    String unitName,
    Map<String, Long> figures,
    List<Gates.Hour> hours,
    List<Gates.Post> posts,
    List<Zone> zones,
    List<UnitLine> units) {

  /** A zone. */
  record Zone(UUID id, String name, String level, long people) {}

  /** A unit and its figures by key. */
  record UnitLine(UUID id, String name, Map<String, Long> figures) {}
}
