package org.shouwang.isolation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.CarerStore.Left;
import org.springframework.stereotype.Component;

/**
 * Who stays with children and with those who need help: when they go while somebody stays who needs
 * them, another is to be found, which is a duty of the top unit.
 */
@Component
class Carers {

  private final CarerStore store;
  private final OrderDuties duties;
  private final Audit audit;
  private final WorldClock world;

  Carers(CarerStore store, OrderDuties duties, Audit audit, WorldClock world) {
    this.store = store;
    this.duties = duties;
    this.audit = audit;
    this.world = world;
  }

  /** Orders of these persons have ended: they go, unless another order keeps them in the room. */
  void over(Collection<UUID> persons, Actor who, UUID act) {
    over(persons.stream().collect(Collectors.toMap(it -> it, it -> act)), who);
  }

  /**
   * These persons go, unless an order keeps them in the room.
   *
   * @param causes what took each of them away
   */
  void over(Map<UUID, UUID> causes, Actor who) {
    if (!causes.isEmpty()) {
      Instant now = now();
      store.turn(causes.keySet());
      missing(store.gone(causes.keySet(), now), now, causes::get, who);
    }
  }

  /** Somebody was given a place: those whom they or their carer have left need another. */
  void placed(OrderRow before, OrderRow after, Actor who, UUID act) {
    Instant now = now();
    duties.carerFound(before, act, who);
    List<Left> left = new ArrayList<>(store.gone(List.of(after.person()), now));
    if (after.carer() != null) {
      left.addAll(store.stays(after.carer(), after.room(), now));
    }
    missing(left, now, it -> act, who);
  }

  private void missing(
      List<Left> left, Instant now, Function<UUID, @Nullable UUID> causes, Actor who) {
    for (Left each : left) {
      UUID act =
          audit.record(
              who,
              "isolation.carer_gone",
              "order:" + each.order(),
              causes.apply(each.carer()),
              Map.of("person", each.person(), "carer", each.carer()));
      duties.carerGone(each, now, who, act);
    }
  }

  private Instant now() {
    return world.now().truncatedTo(ChronoUnit.MICROS);
  }
}
