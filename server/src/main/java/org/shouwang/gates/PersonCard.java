package org.shouwang.gates;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as the gates need them.
 *
 * @param name null for a provisional person nobody named
 * @param provisional nobody has confirmed who this is
 */
record PersonCard(
    UUID id,
    @Nullable String name,
    String classOfPerson,
    @Nullable UUID unitId,
    @Nullable String unitName,
    boolean provisional) {}
