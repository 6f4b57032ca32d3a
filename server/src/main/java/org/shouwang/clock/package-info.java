/**
 * The two clocks: wall (sessions, tokens, retries, audit) and world (rules, duties, validity).
 *
 * <p>Owns: the world clock's one row, shared by all instances; the job that makes partitions around
 * both clocks. Does NOT own: what anybody does at some time.
 */
@ApplicationModule(allowedDependencies = {"storage"})
@NullMarked
package org.shouwang.clock;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
