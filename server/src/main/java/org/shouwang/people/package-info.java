/**
 * Who belongs to the park: units, people, places, posts, households, and the files they come in.
 *
 * <p>Owns: the tree of units, the plan of places, people with their documents and phones (sealed by
 * the vault), memberships over time, imports from Excel and CSV, the search, the one file of a
 * person, who stands in for whom (A/B posts), how many people a place holds; the reference views
 * {@code people.*_ref}, which others may join. Does NOT own: where anybody is (presence), whether
 * somebody may enter (gates), accounts of users (security), the keys of documents (vault).
 */
@ApplicationModule(
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "vault",
      "security",
      "channels",
      "capture"
    })
@NullMarked
package org.shouwang.people;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
