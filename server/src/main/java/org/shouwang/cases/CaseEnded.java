package org.shouwang.cases;

import java.util.UUID;
import org.shouwang.audit.Actor;

/**
 * A case was closed or withdrawn; told in the commit that ends it.
 *
 * @param withdrawn it was none after all
 */
public record CaseEnded(UUID id, boolean withdrawn, String why, Actor who, UUID act) {}
