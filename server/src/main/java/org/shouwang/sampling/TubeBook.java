package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.policy.Policy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What tubes need to know of the park: the command's unit, and the hours of the editions. */
@Component
class TubeBook {

  private static final String ROOT =
      """
      select id from people.unit_ref where parent_id is null
      order by case kind when 'group' then 0 when 'district' then 1 else 2 end, code
      limit 1
      """;

  private final JdbcClient jdbc;
  private final Policy policy;

  TubeBook(JdbcClient jdbc, Policy policy) {
    this.jdbc = jdbc;
    this.policy = policy;
  }

  /** The unit at the top, which leads the park; null: there are no units yet. */
  @Nullable UUID root() {
    return jdbc.sql(ROOT).query(UUID.class).optional().orElse(null);
  }

  /** Hours that an edition gives. */
  Duration hours(Instant at, String rule, int otherwise) {
    return policy.inForce(at).value(rule) instanceof Number hours && hours.doubleValue() > 0
        ? Duration.ofMinutes(Math.round(hours.doubleValue() * 60))
        : Duration.ofHours(otherwise);
  }
}
