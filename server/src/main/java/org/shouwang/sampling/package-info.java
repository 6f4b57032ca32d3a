/**
 * Mass sampling 核酸采样: rounds, points, tubes, custody, results, coverage.
 *
 * <p><b>Does:</b> says who must be tested in a round and why; registers people into tubes, with and
 * without network; follows each tube to its result; holds and re-swabs every member of a positive
 * tube; proves expected = tested + exempt + missing at any moment.
 *
 * <p><b>Owns:</b> rounds and their expected people, points, slots, tubes and swabs, boxes, results,
 * conflicts, the test calendar.
 *
 * <p><b>Does not own:</b> the status that a result leads to (status), reminders (duties), who a
 * person is (people), the receipt of a fact (capture).
 */
@ApplicationModule(
    displayName = "Sampling 核酸采样",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "vault",
      "security",
      "channels",
      "capture",
      "people",
      "policy",
      "duties",
      "presence",
      "status"
    })
@NullMarked
package org.shouwang.sampling;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
