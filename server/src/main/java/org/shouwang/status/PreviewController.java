package org.shouwang.status;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.Refused;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a switch to other rules would change, over HTTP. */
@RestController
@RequestMapping("/api/v1/status/previews")
class PreviewController {

  private static final UUID FIRST = new UUID(0, 0);

  private final SwitchPreview previews;
  private final PreviewStore store;
  private final Persons persons;
  private final WorldClock world;

  PreviewController(SwitchPreview previews, PreviewStore store, Persons persons, WorldClock world) {
    this.previews = previews;
    this.store = store;
    this.persons = persons;
    this.world = world;
  }

  /**
   * Which switch.
   *
   * @param at absent: now
   * @param rulesOf absent: the day of the switch
   * @param disease whose rules alone would go over; absent: those of all
   */
  record Asked(@Nullable Instant at, @Nullable LocalDate rulesOf, @Nullable String disease) {}

  /** A preview that was begun. */
  record Begun(UUID id) {}

  @PostMapping
  @Access(value = Permission.POLICY_SWITCH, within = Within.PARK)
  ResponseEntity<Begun> begin(@RequestBody Asked body, Caller caller) {
    Instant at = body.at() == null ? world.now().plusSeconds(1) : body.at();
    at = at.truncatedTo(ChronoUnit.MICROS);
    LocalDate rulesOf =
        body.rulesOf() == null ? at.atZone(WorldClock.ZONE).toLocalDate() : body.rulesOf();
    return ResponseEntity.accepted()
        .body(new Begun(previews.begin(at, rulesOf, body.disease(), caller)));
  }

  /**
   * How far a preview is, and what it found so far.
   *
   * @param state running, done or failed
   * @param judged persons looked at
   */
  record View(
      UUID id,
      Instant at,
      LocalDate rulesOf,
      @Nullable String disease,
      Instant askedAt,
      String asker,
      String state,
      long judged,
      List<PreviewStore.Count> counts) {}

  @GetMapping("/{id}")
  @Access(value = Permission.POLICY_SWITCH, within = Within.PARK)
  View one(@PathVariable UUID id) {
    PreviewStore.Row row = row(id);
    return new View(
        id,
        row.at(),
        row.rulesOf(),
        row.disease(),
        row.askedAt(),
        row.asker(),
        previews.isSilent(row) ? "failed" : row.state(),
        row.judged(),
        store.counts(id));
  }

  private PreviewStore.Row row(UUID id) {
    return store
        .one(id)
        .orElseThrow(() -> Refused.notFound("status.preview_unknown").field("id").value(id));
  }

  /** One side of a change. */
  record Side(
      String level,
      @Nullable String label,
      @Nullable String rule,
      @Nullable Instant until,
      @Nullable Instant free) {

    static Side of(SwitchChange.Side side) {
      return new Side(side.level().key(), side.label(), side.rule(), side.until(), side.free());
    }
  }

  /** Who would be restricted otherwise. */
  record Change(Persons.Named person, String kind, Side from, Side to) {}

  @GetMapping("/{id}/changes")
  @Access(value = Permission.POLICY_SWITCH, within = Within.PARK)
  Page<Change> changes(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit) {
    row(id);
    int size = Page.limit(limit);
    UUID from = Page.decode(after, UUID::fromString);
    Page<SwitchChange> page =
        Page.of(
            store.changes(id, known(kind), from == null ? FIRST : from, size + 1),
            size,
            it -> it.person().toString());
    Map<UUID, PersonSummary> cards =
        persons.cards(page.items().stream().map(SwitchChange::person).toList());
    return page.map(it ->
        new Change(
            Persons.named(it.person(), cards),
            it.kind().key(),
            Side.of(it.from()),
            Side.of(it.to())));
  }

  private static @Nullable String known(@Nullable String kind) {
    for (SwitchChange.Kind each : SwitchChange.Kind.values()) {
      if (each.key().equals(kind)) {
        return kind;
      }
    }
    return null;
  }
}
