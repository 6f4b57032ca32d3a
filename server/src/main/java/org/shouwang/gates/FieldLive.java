package org.shouwang.gates;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Caller;
import org.shouwang.security.Callers;
import org.shouwang.security.Permission;
import org.shouwang.status.StatusesChanged;
import org.shouwang.web.LiveEvents;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells field devices at once what can't wait for their next roster: that a zone is evacuated, and
 * that an override concerns their place. What was told is compared with the database each second,
 * so that any instance's change reaches every device.
 */
@Component
class FieldLive {

  private static final String ROSTER = "roster";

  /** Rosters are large: however many statuses change, devices fetch no oftener than this. */
  private static final int STATUS_TICKS = 10;

  private final LiveEvents events;
  private final OrderStore orders;
  private final PlaceBook places;
  private final Callers callers;
  private final WorldClock world;
  private Set<UUID> evacuated = Set.of();
  private Map<UUID, @Nullable UUID> overrides = Map.of();
  private final AtomicBoolean statusChanged = new AtomicBoolean();
  private int ticksSinceStatus = STATUS_TICKS;

  FieldLive(
      LiveEvents fieldEvents,
      OrderStore orders,
      PlaceBook places,
      Callers callers,
      WorldClock world) {
    this.events = fieldEvents;
    this.orders = orders;
    this.places = places;
    this.callers = callers;
    this.world = world;
  }

  /**
   * Where the gates stand open for an evacuation now.
   *
   * @param places every place that leads into an evacuated zone
   */
  record Evacuated(Set<UUID> places) {}

  /** A change of what the roster says; the device fetches it anew. */
  record Changed(String what) {}

  /** Opens a device's stream; a revoked device is told nothing any more. */
  SseEmitter open(Caller device) {
    String own = ROSTER + "." + device.place();
    return events.open(name ->
        (name.equals("evacuation") || name.equals(ROSTER) || name.equals(own))
            && callers.stillMay(device, Permission.FACTS_SUBMIT));
  }

  /** Devices of this instance hear of it within a second; those of another with their roster. */
  @TransactionalEventListener
  void on(StatusesChanged changed) {
    statusChanged.set(true);
  }

  @Scheduled(fixedDelay = 1_000)
  synchronized void tick() {
    ticksSinceStatus++;
    if (!events.hasReaders()) {
      return;
    }
    if (ticksSinceStatus >= STATUS_TICKS && statusChanged.getAndSet(false)) {
      ticksSinceStatus = 0;
      events.publish(ROSTER, new Changed("status"));
    }
    Set<UUID> now = evacuatedNow();
    if (!now.equals(evacuated)) {
      evacuated = now;
      events.publish("evacuation", new Evacuated(now));
    }
    List<OrderStore.Given> given = orders.inForce(world.now());
    Set<UUID> ids = given.stream().map(OrderStore.Given::id).collect(Collectors.toSet());
    Set<String> changed = new HashSet<>();
    given.stream()
        .filter(each -> !overrides.containsKey(each.id()))
        .forEach(each -> changed.add(topic(each.place())));
    overrides.entrySet().stream()
        .filter(each -> !ids.contains(each.getKey()))
        .forEach(each -> changed.add(topic(each.getValue())));
    overrides = new java.util.HashMap<>();
    given.forEach(each -> overrides.put(each.id(), each.place()));
    changed.forEach(topic -> events.publish(topic, new Changed("override")));
  }

  private static String topic(@Nullable UUID place) {
    return place == null ? ROSTER : ROSTER + "." + place;
  }

  private Set<UUID> evacuatedNow() {
    Set<UUID> zones =
        orders.evacuations(true).stream()
            .flatMap(each -> places.within(each.zone()).stream())
            .collect(Collectors.toSet());
    return places.all().stream()
        .filter(place -> place.entersId() != null && zones.contains(place.entersId()))
        .map(Place::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
