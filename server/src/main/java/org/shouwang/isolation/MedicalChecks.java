package org.shouwang.isolation;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.duties.Duties;
import org.shouwang.duties.Duty;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whoever in isolation is unwell must be seen by a doctor: each finding is a duty, and the doctor's
 * look is what shows that it was done; so is that the person became a case.
 */
@Component
class MedicalChecks {

  /** Somebody in isolation is unwell. */
  static final String UNWELL = "isolation.unwell";

  private final MedicalCheckStore store;
  private final ReadingStore readings;
  private final Duties duties;
  private final Audit audit;

  MedicalChecks(MedicalCheckStore store, ReadingStore readings, Duties duties, Audit audit) {
    this.store = store;
    this.readings = readings;
    this.duties = duties;
    this.audit = audit;
  }

  /** Each finding has a duty of its own: what was found in the evening isn't answered at noon. */
  static String key(UUID order, UUID reading) {
    return order + ":" + reading;
  }

  /**
   * Keeps a doctor's look. It answers whatever was found until then.
   *
   * @throws Refused 409 for somebody who was never in isolation
   */
  @Transactional
  void record(OrderRow order, MedicalCheck check, Caller caller) {
    if (order.orderedAt() == null || order.state() == OrderRow.State.WITHDRAWN) {
      throw Refused.conflict("isolation.state_moved").value(order.state().key());
    }
    if (!store.insert(check)) {
      return;
    }
    UUID act =
        audit.record(
            caller.actor(),
            "isolation.checked",
            "order:" + order.id(),
            order.id(),
            Map.of(
                "check", check.id(),
                "outcome", check.outcome().key(),
                "doctor", check.doctor(),
                "note", Objects.requireNonNullElse(check.note(), "")));
    Map<String, Instant> found = found(List.of(order.id()));
    duties.done(
        duties.byKeys(UNWELL, found.keySet()).stream()
            .filter(it -> it.state().isPending())
            .filter(it -> !Objects.requireNonNull(found.get(it.key())).isAfter(check.at()))
            .map(Duty::id)
            .toList(),
        act,
        caller.actor());
  }

  List<MedicalCheck> of(UUID order, int limit) {
    return store.of(order, limit);
  }

  /** The person became a case: that answers what was found. */
  void becameCase(UUID order, Actor who, UUID act) {
    duties.done(
        duties(List.of(order)).stream().filter(it -> it.state().isPending()).map(Duty::id).toList(),
        act,
        who);
  }

  /** Duties about whoever was unwell under these orders. */
  List<Duty> duties(Collection<UUID> orders) {
    return duties.byKeys(UNWELL, found(orders).keySet());
  }

  /** When something was found, by key of its duty. */
  private Map<String, Instant> found(Collection<UUID> orders) {
    Map<String, Instant> found = new HashMap<>();
    for (ReadingStore.Unwell each : readings.unwell(orders)) {
      found.put(key(each.order(), each.id()), each.at());
      // duties of before were of an order's day
      found.merge(each.order().toString(), each.at(), (one, two) -> one.isAfter(two) ? one : two);
    }
    return found;
  }
}
