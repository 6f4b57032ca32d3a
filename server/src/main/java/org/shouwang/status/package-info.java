/**
 * The park control status 园区管控状态 of people, with its evidence.
 *
 * <p><b>Does:</b> takes evidence, evaluates the edition valid at its time and keeps status, label,
 * restrictions, reasons, next change and end as a history in both times (valid and recorded);
 * unwinds what rested on withdrawn evidence; takes appeals and statuses set by two people.
 *
 * <p><b>Owns:</b> evidence about persons, the status history, statuses by hand, appeals, the key to
 * a person's own page.
 *
 * <p><b>Does not own:</b> the official colour (the authority; it is only recorded as evidence),
 * tests (sampling), holds at gates (gates), classification of contacts and release (the authority).
 */
@ApplicationModule(
    displayName = "Control status 管控状态",
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
      "duties"
    })
@NullMarked
package org.shouwang.status;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
