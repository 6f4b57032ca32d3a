/**
 * Entry and exit of people at gates, checkpoints, plant zones and shift buses.
 *
 * <p><b>Does:</b> judges each pass by a pure function of fact, person, restrictions and edition,
 * and says every reason; keeps holds on screen until closed; opens alerts, overrides and
 * evacuations; hands each device the roster of its place; prints and takes back numbered paper
 * sheets.
 *
 * <p><b>Owns:</b> passes, holds, alerts, overrides, evacuations, hand-overs, paper sheets.
 *
 * <p><b>Does not own:</b> who a person is (people), the control status (status), the rules
 * (policy), who is inside (presence), the receipt of a fact (capture), official code colours (the
 * authority; they are only recorded).
 */
@ApplicationModule(
    displayName = "Gates 出入口",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "vault",
      "security",
      "capture",
      "people",
      "policy",
      "duties",
      "presence",
      "status"
    })
@NullMarked
package org.shouwang.gates;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
