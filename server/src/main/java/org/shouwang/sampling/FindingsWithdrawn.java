package org.shouwang.sampling;

import java.util.Collection;
import java.util.UUID;
import org.shouwang.audit.Actor;

/**
 * Results no longer stand against people. Told in the commit that takes them back.
 *
 * @param evidence what stood against them
 * @param reason why, in a word
 * @param by the result, correction or act behind it
 */
public record FindingsWithdrawn(Collection<UUID> evidence, String reason, Actor who, UUID by) {}
