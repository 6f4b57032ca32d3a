/**
 * Enquiry letters 协查函: an authority asks after people, and is answered in time.
 *
 * <p><b>Does:</b> takes a letter in with its deadline and the people it asks after, finds those who
 * are known here, makes the answer a duty, keeps what was found of each and what was answered.
 *
 * <p><b>Owns:</b> letters, whom they ask after, answers.
 *
 * <p><b>Does not own:</b> people and their numbers (people), where they are (presence), what
 * becomes of somebody who was found: that is decided as a contact or an order, by its own document.
 */
@ApplicationModule(
    displayName = "Enquiries 协查函",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "vault",
      "security",
      "people",
      "duties",
      "presence"
    })
@NullMarked
package org.shouwang.enquiries;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
