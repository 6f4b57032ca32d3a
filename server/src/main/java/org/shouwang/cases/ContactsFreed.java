package org.shouwang.cases;

import java.util.Set;
import java.util.UUID;
import org.shouwang.audit.Actor;

/**
 * People are no close or secondary contacts any more, of this case or any other of its disease:
 * decided otherwise, or the case was withdrawn. Told in the commit that files it.
 */
public record ContactsFreed(
    UUID caseId, String disease, Set<UUID> persons, String why, Actor who, UUID act) {}
