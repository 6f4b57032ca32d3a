package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.People;
import org.shouwang.policy.Policy;
import org.springframework.stereotype.Component;

/** What tubes need to know of the park: the command's unit, and the hours of the editions. */
@Component
class TubeBook {

  private final People people;
  private final Policy policy;

  TubeBook(People people, Policy policy) {
    this.people = people;
    this.policy = policy;
  }

  /** The unit at the top, which leads the park; null: there are no units yet. */
  @Nullable UUID root() {
    return people.top().orElse(null);
  }

  /**
   * The disease that somebody was tested for.
   *
   * @param named null: the principal one of that time
   */
  String disease(@Nullable String named, Instant at) {
    return named == null ? policy.principal(at) : named;
  }

  /** The diseases that there are rules for. */
  Set<String> diseases() {
    return policy.diseases();
  }

  /** Hours that the principal disease's edition gives. */
  Duration hours(Instant at, String rule, int otherwise) {
    return hours(at, null, rule, otherwise);
  }

  /**
   * Hours that an edition gives.
   *
   * @param disease null: the principal one
   */
  Duration hours(Instant at, @Nullable String disease, String rule, int otherwise) {
    return policy.of(disease(disease, at)).inForce(at).value(rule) instanceof Number hours
            && hours.doubleValue() > 0
        ? Duration.ofMinutes(Math.round(hours.doubleValue() * 60))
        : Duration.ofHours(otherwise);
  }
}
