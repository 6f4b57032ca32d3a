/**
 * Incidents 疫情事件: from a signal to the response, its steps, the reports to the health authority and
 * the end; and whether the park is ready 应急准备 before anything happens.
 *
 * <p><b>Does:</b> takes signals from other modules or by hand and has them judged; opens an
 * incident in the commit of its first case and lets later cases join; makes the steps of the
 * edition duties with a clock; drafts reports from the records, checks that they are complete, and
 * keeps what was sent; shows everything that followed, by cause; keeps the readiness checklist.
 *
 * <p><b>Owns:</b> signals, incidents and their states, steps, reports, looks at what must be ready.
 *
 * <p><b>Does not own:</b> cases and contacts (cases), orders (isolation), restrictions (status),
 * reminders (duties), the classification and every decision of the health authority.
 */
@ApplicationModule(
    displayName = "Incidents 疫情事件",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "security",
      "channels",
      "people",
      "policy",
      "duties",
      "status",
      "gates",
      "sampling",
      "screening",
      "cases",
      "isolation"
    })
@NullMarked
package org.shouwang.incidents;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
