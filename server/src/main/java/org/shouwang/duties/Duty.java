package org.shouwang.duties;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A duty as it stands.
 *
 * @param step how many steps of its ladder it has climbed
 * @param stateAt since when it is in its state
 * @param evidence the fact or act that discharged it
 * @param reason why it was waived or passed on
 * @param version grows with each change
 */
public record Duty(
    UUID id,
    String key,
    String kind,
    Party holder,
    UUID unit,
    Party subject,
    String title,
    LocalDate day,
    Instant opensAt,
    Instant dueAt,
    DutyState state,
    Instant stateAt,
    int step,
    @Nullable UUID group,
    @Nullable UUID parent,
    @Nullable UUID evidence,
    @Nullable String reason,
    int version) {}
