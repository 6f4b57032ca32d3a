/**
 * Isolation 隔离: orders, terms, tests and release of contacts by the edition in force.
 *
 * <p><b>Does:</b> proposes an order when the authority has classified somebody, files its order,
 * its carrying out and its release; says from class, last exposure and edition where and how long a
 * contact stays, on which days they are tested, and whether everything is there for the release,
 * with what is missing. Looks after everybody in isolation twice a day: visits are duties of one
 * named worker, readings are kept, whoever is unwell is told of at once. Says who may be put into
 * which room, and that nobody is alone who can't be.
 *
 * <p><b>Owns:</b> orders of isolation, readings, signed papers, the rules of terms and release, who
 * is in which room, and who stays with whom.
 *
 * <p><b>Does not own:</b> who is a contact (the health authority classifies), the restriction at
 * the gates (status), tests and their results (sampling).
 */
@ApplicationModule(
    displayName = "Isolation 隔离",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "vault",
      "security",
      "channels",
      "people",
      "policy",
      "duties",
      "status",
      "sampling",
      "cases"
    })
@NullMarked
package org.shouwang.isolation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
