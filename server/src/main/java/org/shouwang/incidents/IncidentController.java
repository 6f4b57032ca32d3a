package org.shouwang.incidents;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.audit.AuditLog;
import org.shouwang.duties.Duties;
import org.shouwang.incidents.IncidentViews.IncidentFile;
import org.shouwang.incidents.IncidentViews.IncidentView;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.storage.OnceMore;
import org.shouwang.web.Page;
import org.shouwang.web.TimeKeys;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Incidents over HTTP. They concern the whole park: so must the caller. What an act led to is read
 * once it is committed: nobody waits for an incident while a page is put together.
 */
@RestController
@RequestMapping("/api/v1/incidents")
class IncidentController {

  /** An act is recorded just before the row that it makes. */
  private static final Duration SLACK = Duration.ofMinutes(10);

  private final Incidents incidents;
  private final IncidentStore store;
  private final SignalStore signals;
  private final IncidentViews views;
  private final WholePark park;
  private final AuditLog log;
  private final Duties duties;
  private final Audit audit;

  IncidentController(
      Incidents incidents,
      IncidentStore store,
      SignalStore signals,
      IncidentViews views,
      WholePark park,
      AuditLog log,
      Duties duties,
      Audit audit) {
    this.incidents = incidents;
    this.store = store;
    this.signals = signals;
    this.views = views;
    this.park = park;
    this.log = log;
    this.duties = duties;
    this.audit = audit;
  }

  /**
   * Incidents, the newest first.
   *
   * @param open whether they are open; left out: all
   */
  @GetMapping
  @Access(value = Permission.INCIDENT_READ, within = Within.PARK)
  Page<IncidentView> list(
      @RequestParam(required = false) @Nullable Boolean open,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    park.check(caller);
    int size = Page.limit(limit);
    Page<Incident> page =
        Page.of(
            store.list(open, TimeKeys.of(after), size + 1),
            size,
            it -> TimeKeys.text(it.openedAt(), it.id()));
    return new Page<>(views.incidents(page.items()), page.next(), null);
  }

  @GetMapping("/{id}")
  @Access(value = Permission.INCIDENT_READ, within = Within.PARK)
  @Transactional
  IncidentFile get(@PathVariable UUID id, Caller caller) {
    park.check(caller);
    IncidentFile file = views.file(id);
    audit.record(
        caller.actor(),
        "incidents.file_read",
        "incident:" + id,
        Map.of("number", file.incident().number()));
    return file;
  }

  /**
   * Something that followed.
   *
   * @param at when it was recorded, by the server's clock
   * @param duties how many duties of which kind it led to
   */
  record Followed(
      UUID id,
      Instant at,
      String by,
      String action,
      @Nullable String subject,
      @Nullable UUID cause,
      Map<String, Long> duties) {}

  /** Everything that followed, by cause, newest first. */
  @GetMapping("/{id}/followed")
  @Access(value = Permission.INCIDENT_READ, within = Within.PARK)
  Page<Followed> followed(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    park.check(caller);
    incidents.one(id);
    Set<UUID> roots = new LinkedHashSet<>(List.of(id));
    roots.addAll(incidents.carried(id));
    List<UUID> dated = new ArrayList<>(List.of(id));
    for (Signal signal : signals.of(List.of(id))) {
      roots.add(signal.id());
      dated.add(signal.id());
      if (signal.cause() != null) {
        roots.add(signal.cause());
      }
    }
    Instant since =
        dated.stream().map(IncidentController::made).min(Instant::compareTo).orElseThrow();
    Page<AuditLog.Shown> page = log.followed(roots, since.minus(SLACK), after, Page.limit(limit));
    Map<UUID, Map<String, Long>> made =
        duties.causedBy(page.items().stream().map(AuditLog.Shown::id).toList());
    return page.map(it ->
        new Followed(
            it.id(),
            it.at(),
            it.actor().name(),
            it.action(),
            it.subject(),
            it.cause(),
            made.getOrDefault(it.id(), new HashMap<>())));
  }

  /** When a UUIDv7 was made, by the server's clock; another id says nothing, so nothing is cut. */
  private static Instant made(UUID id) {
    return id.version() == 7
        ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)
        : Instant.EPOCH;
  }

  /** A step on the way. */
  record Moving(
      @Nullable String became,
      @Nullable String level,
      @Nullable String why,
      @Nullable Integer version) {}

  @PostMapping("/{id}/move")
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  @OnceMore
  IncidentFile move(@PathVariable UUID id, @RequestBody Moving body, Caller caller) {
    park.check(caller);
    String level =
        body.level() == null
            ? null
            : Texts.choice("level", body.level(), Incident.Level.values()).key();
    incidents.move(
        id,
        new Incidents.Move(
            Texts.choice("became", body.became(), Incident.State.values()),
            level,
            Texts.text("why", body.why()),
            Texts.required("version", body.version())),
        caller);
    return views.file(id);
  }

  /** Another level of response. */
  record Levelling(@Nullable String level, @Nullable String why, @Nullable Integer version) {}

  @PostMapping("/{id}/level")
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  @OnceMore
  IncidentFile level(@PathVariable UUID id, @RequestBody Levelling body, Caller caller) {
    park.check(caller);
    incidents.level(
        id,
        Texts.choice("level", body.level(), Incident.Level.values()).key(),
        Texts.text("why", body.why()),
        Texts.required("version", body.version()),
        caller);
    return views.file(id);
  }

  /** How a step may end. */
  private enum StepState {
    DONE,
    NOT_NEEDED
  }

  /** The end of a step. */
  record StepEnding(@Nullable String state, @Nullable String note, @Nullable String document) {}

  @PostMapping("/{id}/steps/{key}")
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  @OnceMore
  IncidentFile endStep(
      @PathVariable UUID id,
      @PathVariable String key,
      @RequestBody StepEnding body,
      Caller caller) {
    park.check(caller);
    incidents.endStep(
        id,
        key,
        new Incidents.StepEnd(
            Texts.choice("state", body.state(), StepState.values()).name().toLowerCase(Locale.ROOT),
            Texts.optional("note", body.note(), Texts.MOST),
            Texts.optional("document", body.document(), Texts.MOST)),
        caller);
    return views.file(id);
  }
}
