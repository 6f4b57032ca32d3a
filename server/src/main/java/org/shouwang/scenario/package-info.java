/**
 * The acceptance scenario: the demo's input files, and its replay through the public interfaces.
 *
 * <p>Owns: what is made up for the demo, from a fixed seed, and the truth behind it: who is
 * infected and who really was near whom, which the rest of the system is never told. Does NOT own:
 * any table but its own log, any rule; it uses the system as people and devices do.
 */
@ApplicationModule(
    allowedDependencies = {"storage", "clock", "web", "security", "audit", "capture"})
@NullMarked
package org.shouwang.scenario;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
