package org.shouwang.incidents;

import org.shouwang.people.People;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** An incident concerns people of all units: only whoever answers for the whole park sees it. */
@Component
class WholePark {

  private final People people;

  WholePark(People people) {
    this.people = people;
  }

  /**
   * Lets pass whose scope is the whole park.
   *
   * @throws Refused 403 {@code incidents.whole_park}
   */
  void check(Caller caller) {
    if (!people.isWhole(caller.scope())) {
      throw Refused.forbidden("incidents.whole_park");
    }
  }
}
