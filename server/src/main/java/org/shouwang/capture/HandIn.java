package org.shouwang.capture;

import org.shouwang.capture.Door.Offer;
import org.shouwang.capture.Door.Outcome;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** The door for modules that bring a fact for somebody who has neither account nor device. */
@Component
public class HandIn {

  private final Coalescer coalescer;

  HandIn(Coalescer coalescer) {
    this.coalescer = coalescer;
  }

  /**
   * Hands one fact in; returns after its durable commit. Don't call it within a transaction: what
   * that holds the door might wait for.
   *
   * @return false when it was kept before
   * @throws Refused why it wasn't kept, as its receipt would say
   */
  public boolean take(Fact fact, Caller caller) {
    if (fact.id().version() != 7) {
      throw Refused.invalid("capture.id_not_v7").field("id").value(fact.id());
    }
    return switch (coalescer.offer(new Offer(fact, caller)).join()) {
      case Outcome.Kept kept -> true;
      case Outcome.Repeated repeated -> false;
      case Outcome.Turned turned -> throw turned.reason();
    };
  }
}
