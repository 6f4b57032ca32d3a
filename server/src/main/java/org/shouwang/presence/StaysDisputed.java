package org.shouwang.presence;

import java.util.List;

/**
 * Facts have contradicted stays; published once for a batch in the projection's transaction.
 *
 * @param stays those newly disputed
 */
public record StaysDisputed(List<DisputedStay> stays) {}
