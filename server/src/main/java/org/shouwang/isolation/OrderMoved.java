package org.shouwang.isolation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;

/**
 * Somebody in isolation arrived, or was moved elsewhere; told in the commit that keeps it.
 *
 * @param central at a central site; otherwise at home
 * @param room of that site; null: not given
 * @param at since when the person is there
 */
public record OrderMoved(
    UUID order, boolean central, @Nullable UUID room, Instant at, Actor who, UUID act) {}
