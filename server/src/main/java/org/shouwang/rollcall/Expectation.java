package org.shouwang.rollcall;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why and when somebody is expected on a day.
 *
 * @param shift named shift; null: the day as a whole
 * @param from first moment at which a fact counts
 * @param until first moment at which it no longer does
 */
record Expectation(ExpectedBy rule, @Nullable String shift, Instant from, Instant until) {}
