/**
 * Lists of cases and contacts 病例与密接名单, in and out.
 *
 * <p><b>Does:</b> takes files as Go.Data and SORMAS export them, our own, and any other table once
 * its columns are mapped; shows what each row would do before it does it; names bad rows and gives
 * them back; hands out ledgers and files in the shape of those systems, by the house's way of
 * exports.
 *
 * <p><b>Owns:</b> uploaded lists and their rows, saved mappings, which line of which system is
 * which case or contact.
 *
 * <p><b>Does not own:</b> cases, contacts and what follows from them (cases), who people are
 * (people), asking for and approving exports (reports). It decides nothing: a class is filed only
 * with the authority's document.
 */
@ApplicationModule(
    displayName = "Line lists 病例与密接名单",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "vault",
      "security",
      "people",
      "policy",
      "sampling",
      "cases",
      "isolation",
      "reports"
    })
@NullMarked
package org.shouwang.linelists;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
