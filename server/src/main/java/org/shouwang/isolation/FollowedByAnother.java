package org.shouwang.isolation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;

/**
 * Somebody in isolation has another worker; told in the commit that names them.
 *
 * @param worker who looks after the person from now on; null: the command
 * @param why a code, as in what became of the duties
 */
public record FollowedByAnother(
    UUID order, @Nullable UUID worker, String why, Actor who, UUID act) {}
