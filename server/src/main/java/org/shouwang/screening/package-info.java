/**
 * Who was where it is risky 全面摸排.
 *
 * <p><b>Does:</b> takes declarations of travel and contact, keeps the authority's risk areas with
 * their levels in time, matches both ways: a declaration against the areas, an area against all
 * declarations and homes. Each hit is evidence and a duty of the person's unit. What speaks against
 * a declaration is put before a person.
 *
 * <p><b>Owns:</b> areas and their levels, declarations, hits.
 *
 * <p><b>Does not own:</b> what follows from evidence (status), where people live (people), who was
 * near whom (cases).
 */
@ApplicationModule(
    displayName = "Screening 摸排",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "security",
      "capture",
      "people",
      "policy",
      "duties",
      "presence",
      "status"
    })
@NullMarked
package org.shouwang.screening;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
