/**
 * Who is accounted for.
 *
 * <p><b>Does:</b> says for each unit, day and shift who is expected and by which rule, takes the
 * facts that account for somebody, makes a duty for each expected person and each unit's daily
 * report, freezes and corrects what is signed.
 *
 * <p><b>Owns:</b> the patterns of units, expected persons, accounts of persons, daily reports.
 *
 * <p><b>Does not own:</b> membership (people), passes (gates), reminders and escalation (duties).
 */
@ApplicationModule(
    displayName = "Roll call 人员清点",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "security",
      "channels",
      "capture",
      "people",
      "policy",
      "duties",
      "presence"
    })
@NullMarked
package org.shouwang.rollcall;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
