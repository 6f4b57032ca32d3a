/**
 * The rules 方案 as data: editions with validity, overlaid national → province → city → park.
 *
 * <p><b>Does:</b> reads edition files and says what is wrong with a bad one, line by line; answers
 * which rules are in force at an instant, each with its source; keeps every snapshot that a
 * decision may name.
 *
 * <p><b>Owns:</b> editions, park overlays, snapshots.
 *
 * <p><b>Does not own:</b> any decision: the modules judge by the values they look up here.
 */
@ApplicationModule(
    displayName = "Policy 方案",
    allowedDependencies = {"storage", "clock", "web", "audit", "security"})
@NullMarked
package org.shouwang.policy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
