package org.shouwang.duties;

import java.time.LocalDate;
import java.util.UUID;

/** How many duties of a kind a unit has on a day, those of the units below it not included. */
public record DutyCount(UUID unit, String kind, LocalDate day, DutyState state, long count) {}
