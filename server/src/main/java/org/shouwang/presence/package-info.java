/**
 * Who was where, when: the stays of persons in the park's zones, and who is inside now.
 *
 * <p><b>Does:</b> follows the feed of arrivals and folds the sightings of persons into stays, one
 * place per level at a time; closes forgotten exits; keeps every stay that facts contradict.
 *
 * <p><b>Owns:</b> stays, who is inside, disputed stays. All of it is a projection that can be
 * folded again from the facts at any time.
 *
 * <p><b>Does not own:</b> the facts (each {@link org.shouwang.presence.SightingSource} does),
 * places and persons (people), any verdict, who was in contact with whom (cases).
 */
@ApplicationModule(
    displayName = "Presence 停留",
    allowedDependencies = {
      "storage",
      "clock",
      "web",
      "audit",
      "vault",
      "security",
      "capture",
      "people"
    })
@NullMarked
package org.shouwang.presence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
