package org.shouwang.screening;

import java.util.UUID;
import org.shouwang.audit.Actor;

/**
 * A risk area was listed, or has another level; told in the commit that files it.
 *
 * @param id of the level
 * @param level high, medium or low
 */
public record AreaListed(
    UUID id, String name, String level, String document, Actor who, UUID act) {}
