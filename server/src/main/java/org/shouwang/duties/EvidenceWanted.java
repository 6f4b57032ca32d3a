package org.shouwang.duties;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What discharges a duty: a fact about its subject, of one of the types, with all the facets, in
 * force at some time of the window.
 *
 * @param types fact types
 * @param facets names and values that an {@link Evidence} must have; empty: any
 * @param from first moment that counts
 * @param until first moment that no longer counts
 */
public record EvidenceWanted(
    Set<String> types, Map<String, String> facets, Instant from, Instant until) {}
