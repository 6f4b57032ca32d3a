package org.shouwang.rollcall;

import java.util.UUID;
import org.shouwang.security.Caller;
import org.shouwang.security.Scope;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** Which units a caller works within. */
@Component
class Reach {

  private final ExpectedStore store;

  Reach(ExpectedStore store) {
    this.store = store;
  }

  Units units() {
    return store.units();
  }

  boolean covers(Scope scope, UUID unit, Units units) {
    return scope.everywhere() || units.within(unit, scope.units());
  }

  /** A unit of the caller; another one looks the same as none. */
  Units.Unit require(Caller caller, @org.jspecify.annotations.Nullable UUID id, Units units) {
    if (id == null) {
      throw Fields.missing("unit");
    }
    Units.Unit unit = units.get(id);
    if (unit == null || !covers(caller.scope(), id, units)) {
      throw Refused.notFound("rollcall.unit_unknown").field("unit").value(id);
    }
    return unit;
  }
}
