package org.shouwang.own;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A link to a person's page, without what opens it.
 *
 * @param order of isolation; null for a declaration
 */
record Link(
    UUID id,
    UUID person,
    Purpose purpose,
    @Nullable UUID order,
    Instant madeAt,
    String madeBy,
    Instant expiresAt) {}
