/**
 * The account of it all.
 *
 * <p><b>Does:</b> the situation board, the ledgers on screen, as Excel and on paper, the daily
 * report and the bulletin; every figure is a named query that opens to its rows; what is signed is
 * kept as it was signed. Fills the papers about orders of isolation for the authority to sign.
 *
 * <p><b>Owns:</b> figures, templates, signed documents.
 *
 * <p><b>Does not own:</b> any fact or duty it counts.
 */
@ApplicationModule(
    displayName = "Reports 台账与简报",
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
      "duties",
      "presence",
      "gates",
      "sampling",
      "rollcall",
      "command",
      "isolation"
    })
@NullMarked
package org.shouwang.reports;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
