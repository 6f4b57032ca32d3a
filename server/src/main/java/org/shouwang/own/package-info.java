/**
 * The person's own page 本人页面: what people hand in themselves, without an account.
 *
 * <p><b>Does:</b> makes links to one person's page, for readings and needs in isolation or for
 * declarations; shows there as little as it can; hands readings to isolation and declarations to
 * screening, as a worker would; makes each need a duty of the person's worker and shows the answer.
 *
 * <p><b>Owns:</b> links, needs and their answers.
 *
 * <p><b>Does not own:</b> readings and orders (isolation), declarations and what follows from them
 * (screening), the page that says what a status is and why (status).
 */
@ApplicationModule(
    displayName = "Own page 本人页面",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "security",
      "people",
      "policy",
      "duties",
      "screening",
      "isolation"
    })
@NullMarked
package org.shouwang.own;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
