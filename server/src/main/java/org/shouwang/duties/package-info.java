/**
 * The one engine of obligations.
 *
 * <p><b>Does:</b> keeps who must do what for whom by when; discharges duties by facts, early or
 * late; opens, reminds, escalates and marks late on the world clock; hands on what a holder can't
 * do; splits down the unit tree and counts up it.
 *
 * <p><b>Owns:</b> duties, their changes of state, their groups and counters, the ladders as the
 * editions in force have them.
 *
 * <p><b>Does not own:</b> why a duty exists (the module that made it), the facts (capture and their
 * modules), how a message travels (channels).
 */
@ApplicationModule(
    displayName = "Duties 责任",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "security",
      "channels",
      "capture",
      "people",
      "policy"
    })
@NullMarked
package org.shouwang.duties;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
