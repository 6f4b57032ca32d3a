package org.shouwang.cases;

import java.util.UUID;
import org.shouwang.audit.Actor;

/**
 * A case was opened; told in the commit that opens it, and traced as soon as it is committed.
 *
 * @param cause what led to it: a result, or the case itself when it was opened by hand
 * @param act the act of opening
 */
public record CaseOpened(UUID id, UUID cause, Actor who, UUID act) {}
