package org.shouwang.isolation;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody in isolation hands in of themselves; read and judged as a worker's reading.
 *
 * @param id made by the client: a retry is the same reading
 * @param temperature °C; null: not measured
 * @param symptoms keys of the signs that a worker asks for, too
 * @param corrects the person's last reading of this half-day; null: none
 */
public record OwnReading(
    @Nullable UUID id,
    @Nullable Double temperature,
    @Nullable List<String> symptoms,
    @Nullable String note,
    @Nullable UUID corrects) {}
