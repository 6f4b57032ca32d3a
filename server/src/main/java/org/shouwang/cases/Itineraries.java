package org.shouwang.cases;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PlaceSummary;
import org.shouwang.policy.Policy;
import org.shouwang.presence.Presence;
import org.shouwang.presence.Stay;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Itineraries of an investigation 流调行程: what the park recorded of somebody with a case, and what
 * people told, in one order, with what speaks against what.
 */
@Component
class Itineraries {

  private static final int MOST = 500;

  private final ItineraryStore store;
  private final Cases cases;
  private final Presence presence;
  private final People people;
  private final Policy policy;
  private final Audit audit;
  private final WorldClock world;

  Itineraries(
      ItineraryStore store,
      Cases cases,
      Presence presence,
      People people,
      Policy policy,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.cases = cases;
    this.presence = presence;
    this.people = people;
    this.policy = policy;
    this.audit = audit;
    this.world = world;
  }

  /**
   * A part of an itinerary.
   *
   * @param id of what was told; null: recorded by the park
   * @param until null: still there
   * @param place name of a place of the park
   * @param source what it is known from; {@code record} for the park's own
   * @param contradicted the park's records have the person inside at that time
   */
  record Part(
      @Nullable UUID id,
      Instant from,
      @Nullable Instant until,
      @Nullable UUID placeId,
      @Nullable String place,
      @Nullable String where,
      @Nullable String transport,
      @Nullable String note,
      String source,
      boolean contradicted,
      @Nullable String by,
      @Nullable Instant struckAt,
      @Nullable String struckBy,
      @Nullable String struckWhy) {}

  /**
   * An itinerary, the earliest first.
   *
   * @param since from when on company counts: what happened before is left out of the records
   * @param more there is more than is shown
   */
  record Itinerary(Instant since, Instant until, List<Part> parts, boolean more) {}

  /** Of a case that the caller may see. */
  Itinerary of(CaseFile file) {
    Instant now = world.now();
    Instant since =
        file.since(ExposureCriteria.of(policy.of(file.disease()).inForce(now)).lookbackDays());
    Instant until = file.endedAt() == null ? now : file.endedAt();
    List<Stay> stays =
        presence.stays(
            file.person(),
            since.atZone(WorldClock.ZONE).toLocalDate(),
            until.atZone(WorldClock.ZONE).toLocalDate(),
            MOST);
    List<Stop> told = store.of(file.id(), MOST);
    Map<UUID, PlaceSummary> places = people.places();
    List<Part> parts = new ArrayList<>();
    stays.forEach(it -> parts.add(recorded(it, places)));
    told.forEach(it -> parts.add(told(it, places, isContradicted(it, stays))));
    parts.sort(Comparator.comparing(Part::from).thenComparing(it -> it.id() == null ? 0 : 1));
    return new Itinerary(since, until, parts, stays.size() == MOST || told.size() == MOST);
  }

  private static Part recorded(Stay stay, Map<UUID, PlaceSummary> places) {
    return new Part(
        null,
        stay.since(),
        stay.until(),
        stay.zone(),
        name(stay.zone(), places),
        null,
        null,
        null,
        "record",
        false,
        null,
        null,
        null,
        null);
  }

  private static Part told(Stop stop, Map<UUID, PlaceSummary> places, boolean contradicted) {
    return new Part(
        stop.id(),
        stop.from(),
        stop.until(),
        stop.place(),
        stop.place() == null ? null : name(stop.place(), places),
        stop.where(),
        stop.transport(),
        stop.note(),
        stop.source().key(),
        contradicted,
        stop.by(),
        stop.struckAt(),
        stop.struckBy(),
        stop.struckWhy());
  }

  private static @Nullable String name(UUID id, Map<UUID, PlaceSummary> places) {
    PlaceSummary place = places.get(id);
    return place == null ? null : place.name();
  }

  /**
   * Whether somebody can't have been elsewhere: it is said to be outside, and a stay that was seen
   * to begin covers a part of the time.
   */
  static boolean isContradicted(Stop stop, List<Stay> stays) {
    return stop.place() == null
        && stop.struckAt() == null
        && stays.stream()
            .anyMatch(stay -> {
              Instant end = stay.until();
              return !stay.implied()
                  && stay.since().isBefore(stop.until())
                  && (end == null || end.isAfter(stop.from()));
            });
  }

  /** Writes down a stop; the same id again is the same stop. */
  @Transactional
  void add(CaseFile file, Stop stop, Caller caller) {
    cases.held(file.id());
    if (store.add(file.id(), stop)) {
      audit.record(
          caller.actor(),
          "cases.stop_told",
          "case:" + file.id(),
          file.id(),
          Map.of("stop", stop.id(), "source", stop.source().key()));
    }
  }

  /**
   * Strikes a stop that is wrong; it stays visible with the reason.
   *
   * @throws Refused 404 for one that isn't there or was struck before
   */
  @Transactional
  void strike(CaseFile file, UUID stop, String why, Caller caller) {
    cases.held(file.id());
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    if (!store.strike(file.id(), stop, now, caller.name(), why)) {
      throw Refused.notFound("cases.stop_unknown").field("stop").value(stop);
    }
    audit.record(
        caller.actor(),
        "cases.stop_struck",
        "case:" + file.id(),
        file.id(),
        Map.of("stop", stop, "why", why));
  }
}
