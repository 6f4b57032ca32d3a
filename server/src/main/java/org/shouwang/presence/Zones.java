package org.shouwang.presence;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How zones nest: for each zone the one around it, on the level above. */
record Zones(Map<UUID, UUID> around) {

  @Nullable UUID around(UUID zone) {
    return around.get(zone);
  }
}
