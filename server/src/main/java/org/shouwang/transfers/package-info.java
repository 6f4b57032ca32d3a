/**
 * Transfers 转运: who is to be brought where, by when, and that they were.
 *
 * <p><b>Does:</b> asks for a transfer in the commit of the authority's order at a central site, or
 * by hand; makes it a duty with the deadline of the edition in force; keeps who was picked up by
 * whom, and tells isolation who arrived.
 *
 * <p><b>Owns:</b> transfers.
 *
 * <p><b>Does not own:</b> orders, rooms and who is in them (isolation), people and their numbers
 * (people), why somebody is brought: whoever drives needs no diagnosis.
 */
@ApplicationModule(
    displayName = "Transfers 转运",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "security",
      "people",
      "policy",
      "duties",
      "isolation"
    })
@NullMarked
package org.shouwang.transfers;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
