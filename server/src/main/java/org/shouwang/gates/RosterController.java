package org.shouwang.gates;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Snapshot;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.vault.Vault;
import org.shouwang.web.Refused;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Gives a device what it needs to judge without network: its place's people, found by hash only.
 */
@RestController
@RequestMapping("/api/v1/field")
class RosterController {

  /** How far back a declaration goes. */
  private static final String DECLARED_DAYS = "screening.lookback_days";

  private final Persons persons;
  private final OrderStore orders;
  private final PlaceBook places;
  private final Policy policy;
  private final Vault vault;
  private final WorldClock world;
  private final FieldLive live;
  private final Restrictions restrictions;

  RosterController(
      Persons persons,
      OrderStore orders,
      PlaceBook places,
      Policy policy,
      Vault vault,
      WorldClock world,
      FieldLive live,
      Restrictions restrictions) {
    this.persons = persons;
    this.orders = orders;
    this.places = places;
    this.policy = policy;
    this.vault = vault;
    this.world = world;
    this.live = live;
    this.restrictions = restrictions;
  }

  /** What a device must hear at once; each place's device its own. */
  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Access(value = Permission.FACTS_SUBMIT, within = Within.PLACE)
  SseEmitter events(Caller caller) {
    if (caller.kind() != Caller.Kind.DEVICE) {
      throw Refused.forbidden("gates.device_only");
    }
    return live.open(caller);
  }

  /** The roster of a place. */
  record Sheet(
      String edition,
      Map<String, Object> rules,
      Instant asOf,
      Instant expiresAt,
      PlaceView place,
      List<String> lanes,
      List<Entry> entries,
      byte[] hashKey,
      boolean evacuation) {}

  /** The device's place. */
  record PlaceView(
      UUID id,
      String name,
      String kind,
      @Nullable UUID enters,
      GateViews.@Nullable Named holdingRoom) {}

  /** A person under one of the hashes they are found by. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      String key,
      UUID id,
      @Nullable String name,
      @Nullable String unitName,
      @Nullable String classOfPerson,
      boolean provisional,
      @Nullable String masked,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Restricted> restrictions,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Lifted> overrides) {}

  /**
   * What keeps a person in or out: its kind and how long, never why; only that a code shown now
   * goes before it.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Restricted(
      String kind, @Nullable Instant since, @Nullable Instant until, @Nullable Boolean byCode) {

    static Restricted of(GateQuestion.Restriction restriction) {
      return new Restricted(
          restriction.kind().word(),
          restriction.since(),
          restriction.until(),
          restriction.byCode() ? true : null);
    }
  }

  /** An override of this person. */
  record Lifted(UUID id, List<String> reasons, Instant from, Instant until) {}

  @GetMapping("/roster")
  @Access(value = Permission.FACTS_SUBMIT, within = Within.PLACE)
  @Transactional
  ResponseEntity<Sheet> roster(Caller caller) {
    Place place = places.find(caller.place());
    if (caller.kind() != Caller.Kind.DEVICE || place == null) {
      throw Refused.forbidden("gates.device_only");
    }
    byte[] hashKey = vault.digest(("gates.roster:" + caller.id()).getBytes(StandardCharsets.UTF_8));
    Instant now = world.now();
    Snapshot snapshot = policy.inForce(now);
    List<Entry> entries = entries(place, hashKey, caller, now);
    Sheet sheet =
        new Sheet(
            snapshot.id(),
            rules(snapshot),
            now,
            now.plus(life(snapshot)),
            view(place),
            place.lanes(),
            entries,
            hashKey,
            evacuated(place));
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(sheet);
  }

  /** What a device needs at a gate, and to take a declaration there. */
  private static Map<String, Object> rules(Snapshot snapshot) {
    Map<String, Object> rules = snapshot.values("gate.");
    rules.putAll(snapshot.values(DECLARED_DAYS));
    return rules;
  }

  private List<Entry> entries(Place place, byte[] hashKey, Caller caller, Instant now) {
    Map<UUID, List<Restricted>> restricted = restricted(now);
    Map<UUID, List<Lifted>> lifted =
        orders.inForce(now).stream()
            .filter(given -> given.place() == null || given.place().equals(place.id()))
            .collect(
                Collectors.groupingBy(
                    OrderStore.Given::person,
                    Collectors.mapping(
                        given ->
                            new Lifted(given.id(), given.reasons(), given.from(), given.until()),
                        Collectors.toList())));
    List<Entry> entries = new ArrayList<>();
    for (Persons.Listed listed : persons.roster(place.id(), hashKey, caller.actor())) {
      PersonCard person = listed.person();
      for (String key : listed.keys()) {
        entries.add(
            new Entry(
                key,
                person.id(),
                person.name(),
                person.unitName(),
                person.provisional() ? null : person.classOfPerson(),
                person.provisional(),
                listed.masked(),
                restricted.getOrDefault(person.id(), List.of()),
                lifted.getOrDefault(person.id(), List.of())));
      }
    }
    return entries;
  }

  private Map<UUID, List<Restricted>> restricted(Instant now) {
    Map<UUID, List<Restricted>> restricted = new HashMap<>();
    restrictions
        .at(now)
        .forEach((person, one) ->
            restricted.computeIfAbsent(person, id -> new ArrayList<>(2)).add(Restricted.of(one)));
    for (UUID person : orders.held()) {
      restricted
          .computeIfAbsent(person, id -> new ArrayList<>(2))
          .add(Restricted.of(GateQuestion.Restriction.HELD));
    }
    return restricted;
  }

  /** As long as the edition lets a device rely on it; a day where it says nothing. */
  private static Duration life(Snapshot snapshot) {
    return snapshot.value(GateRules.ROSTER_AGE) instanceof Number hours
        ? Duration.ofMinutes(Math.round(hours.doubleValue() * 60))
        : Duration.ofDays(1);
  }

  private PlaceView view(Place place) {
    return new PlaceView(
        place.id(),
        place.name(),
        place.kind(),
        place.entersId(),
        places
            .holdingRoom(place)
            .map(room -> new GateViews.Named(room.id(), room.name()))
            .orElse(null));
  }

  private boolean evacuated(Place place) {
    return place.entersId() != null
        && orders.evacuations(true).stream()
            .anyMatch(each -> places.within(each.zone()).contains(place.entersId()));
  }
}
