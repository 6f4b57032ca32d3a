package org.shouwang.screening;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The authority's list of risk areas as it is filed here; each change finds whom it concerns. */
@Component
class Areas {

  private static final Duration LONGEST = Duration.ofDays(60);

  private final AreaStore store;
  private final HitStore hits;
  private final Matching matching;
  private final ScreeningDuties duties;
  private final Audit audit;
  private final WorldClock world;
  private final ApplicationEventPublisher events;

  Areas(
      AreaStore store,
      HitStore hits,
      Matching matching,
      ScreeningDuties duties,
      Audit audit,
      WorldClock world,
      ApplicationEventPublisher events) {
    this.store = store;
    this.hits = hits;
    this.matching = matching;
    this.duties = duties;
    this.audit = audit;
    this.world = world;
    this.events = events;
  }

  /**
   * What the authority listed.
   *
   * @param from since when; null: now
   */
  record Listing(String name, String level, String zone, @Nullable Instant from, String document) {}

  /**
   * Lists an area, or changes its level; whoever was there or lives there is found in the same
   * commit.
   *
   * @throws Refused 422 {@code screening.time_wrong}; 409 {@code screening.level_same} when it has
   *     that level already
   */
  @Transactional
  Area list(Listing listing, Caller caller) {
    store.listing();
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    Instant from = listing.from() == null ? now : listing.from().truncatedTo(ChronoUnit.MICROS);
    if (from.isAfter(now) || from.isBefore(now.minus(LONGEST))) {
      throw timeWrong("from", from, now);
    }
    UUID area =
        store.area(
            UuidCreator.getTimeOrderedEpoch(),
            listing.name(),
            Region.of(listing.name()).parts(),
            now,
            caller.name());
    Area before = store.now(area).orElse(null);
    if (before != null
        && before.level().equals(listing.level())
        && before.zone().equals(listing.zone())) {
      throw Refused.conflict("screening.level_same").field("level").value(listing.name());
    }
    if (before != null && !from.isAfter(before.from())) {
      throw timeWrong("from", from, now);
    }
    Area listed =
        new Area(
            UuidCreator.getTimeOrderedEpoch(),
            area,
            listing.name(),
            Region.of(listing.name()).parts(),
            listing.level(),
            listing.zone(),
            from,
            null,
            listing.document(),
            now,
            caller.name(),
            null);
    UUID act =
        audit.record(
            caller.actor(),
            "screening.area_listed",
            "area:" + area,
            Map.of(
                "name", listing.name(),
                "level", listing.level(),
                "zone", listing.zone(),
                "from", from.toString(),
                "document", listing.document()));
    if (before != null) {
      store.lift(before.id(), from, caller.name());
    }
    store.level(listed);
    if (before != null) {
      matching.ended(before, listed, caller.actor(), act);
    }
    matching.listed(listed, caller.actor(), act);
    events.publishEvent(
        new AreaListed(
            listed.id(), listing.name(), listing.level(), listing.document(), caller.actor(), act));
    return listed;
  }

  private static Refused timeWrong(String field, Instant at, Instant now) {
    return Refused.invalid("screening.time_wrong")
        .field(field)
        .value(at)
        .with("limit", LONGEST.toDays())
        .with("now", now);
  }

  /**
   * Lifts an area: who lives there is free of it at once; whoever stayed there stays asked for.
   *
   * @throws Refused 409 {@code screening.level_over}
   */
  @Transactional
  Area lift(UUID level, String document, Caller caller) {
    Area area = known(level);
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    if (!store.lift(level, now, caller.name())) {
      throw Refused.conflict("screening.level_over").field("id").value(level);
    }
    UUID act =
        audit.record(
            caller.actor(),
            "screening.area_lifted",
            "area:" + area.area(),
            Map.of("name", area.name(), "document", document));
    matching.ended(area, null, caller.actor(), act);
    return known(level);
  }

  /**
   * A level by its id.
   *
   * @throws Refused 404
   */
  Area known(UUID level) {
    return store
        .one(level)
        .orElseThrow(() -> Refused.notFound("screening.level_unknown").field("id").value(level));
  }

  /**
   * Says how it is with somebody who was found.
   *
   * @param so whether they were there, or live there
   * @throws Refused 409 {@code screening.hit_judged}
   */
  @Transactional
  void judge(UUID id, boolean so, @Nullable String note, Caller caller) {
    Hit hit = hits.lock(id).orElseThrow(() -> unknown(id));
    boolean open =
        hit.state() == Hit.State.OPEN
            || (hit.kind() == Hit.Kind.HOME && hit.state() == Hit.State.CONFIRMED && !so);
    if (!open) {
      throw Refused.conflict("screening.hit_judged").value(hit.state().key());
    }
    UUID act =
        audit.record(
            caller.actor(),
            so ? "screening.hit_confirmed" : "screening.hit_dismissed",
            "person:" + hit.person(),
            Map.of("hit", id, "note", note == null ? "" : note));
    hits.judge(
        java.util.List.of(id),
        so ? Hit.State.CONFIRMED : Hit.State.DISMISSED,
        caller.name(),
        note,
        world.now().truncatedTo(ChronoUnit.MICROS));
    if (so) {
      matching.confirmed(hit, caller.actor(), act);
    } else {
      matching.dismissed(hit, note == null ? "dismissed" : note, caller.actor(), act);
    }
    duties.judged(hit, caller.actor(), act);
  }

  static Refused unknown(UUID hit) {
    return Refused.notFound("screening.hit_unknown").field("id").value(hit);
  }
}
