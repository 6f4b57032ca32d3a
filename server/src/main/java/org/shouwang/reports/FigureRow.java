package org.shouwang.reports;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One record that a figure counts.
 *
 * @param id of the record
 * @param what a message key, such as {@code gates.word.hold}
 * @param person whom it is about
 * @param unit which unit it is about, where it is about one
 * @param place where
 * @param path the console's page of the record
 */
record FigureRow(
    UUID id,
    @Nullable Instant at,
    String what,
    @Nullable UUID person,
    @Nullable UUID unit,
    @Nullable String place,
    @Nullable String path) {}
