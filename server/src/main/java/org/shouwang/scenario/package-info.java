/**
 * The acceptance scenario: the demo's input files, and its replay through the public interfaces.
 *
 * <p>Owns: what is made up for the demo, from a fixed seed. Does NOT own: any table, any rule; it
 * uses the system as people and devices do.
 */
@ApplicationModule(
    allowedDependencies = {"storage", "clock", "web", "security", "audit", "capture"})
@NullMarked
package org.shouwang.scenario;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
