package org.shouwang.duties;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A duty to be made.
 *
 * @param key makes it unique within its kind and day: the same key again is the same duty and
 *     changes nothing
 * @param kind {@code module.what}, whose name is {@code duties.kind.<kind>} in the message files
 * @param holder who must do it: a person, a post or a unit
 * @param unit the unit that answers for it: where it is counted
 * @param subject whom or what it is about
 * @param title a few words as its maker wrote them; empty: the kind's name says it all
 * @param day the park's local day it belongs to
 * @param opensAt start of its window
 * @param dueAt end of its window
 * @param evidence what discharges it; null: only an act does
 * @param ladder key of the ladder it climbs; null: none
 * @param group collective duty it is a member of; null: none
 * @param parent duty it was split from; null: none
 * @param cause the fact or act that led to it
 */
public record NewDuty(
    String key,
    String kind,
    Party holder,
    UUID unit,
    Party subject,
    String title,
    LocalDate day,
    Instant opensAt,
    Instant dueAt,
    @Nullable EvidenceWanted evidence,
    @Nullable String ladder,
    @Nullable UUID group,
    @Nullable UUID parent,
    @Nullable UUID cause) {}
