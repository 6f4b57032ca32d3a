/**
 * The log of acts that can't be rewritten: every act of a person and every commit of facts, sealed
 * every second into one chain of digests whose head is also kept outside the database.
 *
 * <p>Owns: entries, their bodies, seals, the outside anchor. Does NOT own: what is worth recording;
 * the modules say that.
 */
@ApplicationModule(allowedDependencies = {"storage", "clock", "web"})
@NullMarked
package org.shouwang.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
