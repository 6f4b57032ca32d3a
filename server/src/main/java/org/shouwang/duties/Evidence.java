package org.shouwang.duties;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What a fact shows of a person, unit or thing.
 *
 * @param subject whom it is about
 * @param type the fact's type
 * @param factId the fact
 * @param from since when it holds
 * @param until until when it holds; the same as {@code from} for a moment
 * @param facets what a duty may ask for
 */
public record Evidence(
    UUID subject,
    String type,
    UUID factId,
    Instant from,
    Instant until,
    Map<String, String> facets) {}
