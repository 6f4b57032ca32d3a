package org.shouwang.people;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person on the roster that a device holds for its place.
 *
 * @param keys hex HMAC-SHA256 under the device's key of {@code type:NUMBER} for each document and
 *     of {@code badge:CODE}
 * @param masked the last four of the first document
 */
public record RosterEntry(
    UUID id,
    String name,
    @Nullable String unitName,
    String classOfPerson,
    @Nullable String masked,
    List<String> keys) {}
