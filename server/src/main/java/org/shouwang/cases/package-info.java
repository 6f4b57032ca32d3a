/**
 * Cases 病例 and their contacts: from a positive swab to who was near, and what the health authority
 * decided of them.
 *
 * <p><b>Does:</b> opens a case in the commit of a person's positive swab; finds by recorded stays,
 * rides, tubes and households who was near within the look-back of the edition, with evidence;
 * takes what interviews add; files the authority's decision of each contact; unwinds everything
 * when a case is withdrawn.
 *
 * <p><b>Owns:</b> cases, contacts, exposures, decisions.
 *
 * <p><b>Does not own:</b> where people were (presence), tubes and results (sampling), the
 * restriction that follows (status), terms and release (isolation), classification (the health
 * authority; it is proposed and filed).
 */
@ApplicationModule(
    displayName = "Cases 病例与密接",
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
      "presence",
      "status",
      "sampling"
    })
@NullMarked
package org.shouwang.cases;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
