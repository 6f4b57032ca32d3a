package org.shouwang.cases;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.Itineraries.Itinerary;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where somebody with a case was, over HTTP. */
@RestController
@RequestMapping("/api/v1/cases/{id}/itinerary")
class ItineraryController {

  private final Itineraries itineraries;
  private final CaseStore store;
  private final People people;
  private final WorldClock world;

  ItineraryController(Itineraries itineraries, CaseStore store, People people, WorldClock world) {
    this.itineraries = itineraries;
    this.store = store;
    this.people = people;
    this.world = world;
  }

  @GetMapping
  @Access(value = Permission.CASES_READ, within = Within.UNITS)
  Itinerary one(@PathVariable UUID id, Caller caller) {
    return itineraries.of(seen(id, caller));
  }

  /** A stop; the client makes the id, so that a retry is kept once. */
  record Telling(
      @Nullable UUID id,
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable UUID placeId,
      @Nullable String where,
      @Nullable String transport,
      @Nullable String source,
      @Nullable String note) {}

  @PostMapping
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  Itinerary add(@PathVariable UUID id, @RequestBody Telling body, Caller caller) {
    CaseFile file = seen(id, caller);
    itineraries.add(file, stop(body, caller), caller);
    return itineraries.of(file);
  }

  private Stop stop(Telling body, Caller caller) {
    Instant now = world.now();
    if (body.id() == null) {
      throw Refused.invalid("cases.field_missing").field("id");
    }
    if (body.from() == null) {
      throw Refused.invalid("cases.field_missing").field("from");
    }
    Instant from = Objects.requireNonNull(Texts.past("from", body.from(), now));
    Instant until = body.until() == null ? from : Texts.past("until", body.until(), now);
    if (Objects.requireNonNull(until).isBefore(from)) {
      throw Refused.invalid("cases.until_before").field("until").value(until);
    }
    String where = Texts.optional("where", body.where());
    if (body.placeId() == null && where == null) {
      throw Refused.invalid("cases.field_missing").field("where");
    }
    if (body.placeId() != null && people.place(body.placeId()).isEmpty()) {
      throw Refused.notFound("cases.place_unknown").field("placeId").value(body.placeId());
    }
    return new Stop(
        body.id(),
        from,
        until,
        body.placeId(),
        where,
        Texts.optional("transport", body.transport()),
        Texts.optional("note", body.note()),
        Texts.choice("source", body.source(), Stop.Source.values()),
        caller.name(),
        now.truncatedTo(ChronoUnit.MICROS),
        null,
        null,
        null);
  }

  /** Why a stop is wrong. */
  record Striking(@Nullable String reason) {}

  @PostMapping("/{stop}/strike")
  @Access(value = Permission.CASES_ACT, within = Within.UNITS)
  Itinerary strike(
      @PathVariable UUID id, @PathVariable UUID stop, @RequestBody Striking body, Caller caller) {
    CaseFile file = seen(id, caller);
    itineraries.strike(file, stop, Texts.required("reason", body.reason()), caller);
    return itineraries.of(file);
  }

  private CaseFile seen(UUID id, Caller caller) {
    return store
        .one(id, caller.scope())
        .orElseThrow(() -> Refused.notFound("cases.unknown").field("id").value(id));
  }
}
