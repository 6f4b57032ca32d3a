package org.shouwang.isolation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;

/**
 * Somebody in isolation has a fever or symptoms; told in the commit that keeps the reading.
 *
 * @param caseId whose contact the person is; null: not known
 */
public record IsolatedUnwell(
    UUID order, UUID person, @Nullable UUID caseId, Instant at, Actor who, UUID act) {}
