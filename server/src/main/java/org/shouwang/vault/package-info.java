/**
 * Personal numbers at rest: sealed with authenticated encryption, found again through a keyed blind
 * index, shown masked, opened only for a stated purpose that is logged.
 *
 * <p>Owns: the keys (in files of the data directory, outside the database) and the mark in the
 * database that says which keys its contents belong to. Does NOT own: the sealed values themselves
 * (each module keeps its own), nor the decision who may open them (security).
 */
@ApplicationModule(allowedDependencies = {"storage", "clock", "web", "audit"})
@NullMarked
package org.shouwang.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
