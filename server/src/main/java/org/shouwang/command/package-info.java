/**
 * Directives from above, deployments, tasks and notices.
 *
 * <p><b>Does:</b> takes in upstream directives and answers them; fans a directive out over units
 * into tasks that are acknowledged, split, reported on and returned; shows notices as read, unread
 * and replied by unit; signs, also for another.
 *
 * <p><b>Owns:</b> directives, tasks' reports, notices with their receipts and feedback, deputies.
 *
 * <p><b>Does not own:</b> deadlines, reminders and escalation (duties), the messages (channels).
 */
@ApplicationModule(
    displayName = "Command 指挥部署",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "security",
      "channels",
      "capture",
      "people",
      "duties"
    })
@NullMarked
package org.shouwang.command;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
