package org.shouwang.incidents;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.cases.CaseBook;
import org.shouwang.cases.CaseEnded;
import org.shouwang.clock.WorldClock;
import org.shouwang.incidents.Report.Kind;
import org.shouwang.incidents.ReportStore.Draft;
import org.shouwang.policy.Policy;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/**
 * Reports to the health authority 信息报告: drafted by themselves, filled from the records until they
 * are sent, kept as they were sent, corrected by another.
 */
@Component
class Reports {

  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<List<ReportForm.Line>> LINES = new TypeReference<>() {};
  private static final String WITHDRAWN_FIRST = "case_withdrawn";

  private final ReportStore store;
  private final IncidentStore incidents;
  private final ReportFilling filling;
  private final IncidentDuties duties;
  private final CaseBook cases;
  private final Policy policy;
  private final Audit audit;
  private final WorldClock world;
  private final ObjectMapper json;

  Reports(
      ReportStore store,
      IncidentStore incidents,
      ReportFilling filling,
      IncidentDuties duties,
      CaseBook cases,
      Policy policy,
      Audit audit,
      WorldClock world,
      ObjectMapper json) {
    this.store = store;
    this.incidents = incidents;
    this.filling = filling;
    this.duties = duties;
    this.cases = cases;
    this.policy = policy;
    this.audit = audit;
    this.world = world;
    this.json = json;
  }

  // ── drafts that come by themselves ─────────────────────────────────────────────────────────────

  /** The initial report of a new incident; of a case the case's own duty has the clock. */
  void opened(Incident incident, @Nullable UUID caseId, Actor who, UUID act) {
    draft(incident, caseId, Kind.INITIAL, caseId == null, who, act);
  }

  /** An initial report that wasn't sent is about the case now; otherwise it gets one of its own. */
  void caseJoined(Incident incident, UUID caseId, Actor who, UUID act) {
    Report unsent =
        of(incident.id()).stream()
            .filter(it -> it.isDraft() && it.kind() == Kind.INITIAL && it.caseId() == null)
            .findFirst()
            .orElse(null);
    if (unsent == null) {
      draft(incident, caseId, Kind.PROGRESS, false, who, act);
    } else {
      about(incident, unsent, caseId, null, who, act);
    }
  }

  /**
   * A case was none: what was to be said of it is not to be said any more, and what was said is
   * corrected.
   *
   * @param other a case that carries the incident still
   * @param stands whether anything does
   */
  void caseWithdrawn(
      Incident incident, CaseEnded ended, CaseBook.@Nullable Summary other, boolean stands) {
    List<UUID> dropped = new ArrayList<>();
    Map<String, String> corrected = new HashMap<>();
    Report sent = null;
    for (Report each : of(incident.id())) {
      if (!ended.id().equals(each.caseId())) {
        continue;
      }
      if (each.state() == Report.State.SENT) {
        sent = each;
      } else if (each.isDraft() && each.corrects() != null) {
        // one correction says it all: what was typed into this one goes into that
        corrected.putAll(json.readValue(each.typed(), TEXTS));
        dropped.add(each.id());
      } else if (each.isDraft() && each.kind() == Kind.INITIAL && stands) {
        Instant due = clocked(other) ? null : now().plus(hours(incident, Kind.INITIAL));
        about(incident, each, other == null ? null : other.id(), due, ended.who(), ended.act());
      } else if (each.isDraft()) {
        dropped.add(each.id());
      }
    }
    store.drop(dropped);
    duties.reportsDropped(dropped, ended.why(), ended.who(), ended.act());
    if (sent != null) {
      correct(incident, sent, WITHDRAWN_FIRST, corrected, ended.who(), ended.act());
    }
  }

  /** The duty to report the case is the clock of its report. */
  private static boolean clocked(CaseBook.@Nullable Summary file) {
    return file != null && file.isOpen() && file.reportedAt() == null;
  }

  /**
   * A draft is about another case, or about none: what was typed of its person says nothing of that
   * one, and the clock is planned anew.
   */
  private void about(
      Incident incident,
      Report draft,
      @Nullable UUID caseId,
      @Nullable Instant due,
      Actor who,
      UUID act) {
    Map<String, String> typed = ReportForm.withoutPerson(json.readValue(draft.typed(), TEXTS));
    store.about(draft.id(), caseId, json.writeValueAsString(typed), due);
    duties.replanned(List.of(draft.id()), who, act);
    duties.report(incident, one(draft.id()), who, act);
  }

  /** Drafts that nobody needs any more; corrections of what was sent stay. */
  void drop(Incident incident, String why, Actor who, UUID act) {
    List<UUID> drafts =
        of(incident.id()).stream()
            .filter(it -> it.isDraft() && it.corrects() == null)
            .map(Report::id)
            .toList();
    store.drop(drafts);
    duties.reportsDropped(drafts, why, who, act);
  }

  /** With the disposal a final report is drafted. */
  void finalDue(Incident incident, Actor who, UUID act) {
    boolean there =
        of(incident.id()).stream()
            .anyMatch(it -> it.kind() == Kind.FINAL && it.state() != Report.State.DROPPED);
    if (!there) {
      draft(incident, null, Kind.FINAL, false, who, act);
    }
  }

  private Report draft(
      Incident incident, @Nullable UUID caseId, Kind kind, boolean clock, Actor who, UUID act) {
    Instant now = now();
    Report report =
        store.draft(
            new Draft(
                UuidCreator.getTimeOrderedEpoch(),
                incident.id(),
                caseId,
                kind,
                null,
                null,
                "{}",
                clock ? now.plus(hours(incident, kind)) : null),
            now,
            who.name());
    drafted(report, who, act);
    duties.report(incident, report, who, act);
    return report;
  }

  private void drafted(Report report, Actor who, UUID cause) {
    audit.record(
        who,
        "incidents.report_drafted",
        "report:" + report.id(),
        cause,
        Map.of("kind", report.kind().key(), "no", report.no(), "incident", report.incident()));
  }

  /**
   * @param before what somebody had typed into a correction of it already
   */
  private Report correct(
      Incident incident,
      Report sent,
      String why,
      Map<String, String> before,
      Actor who,
      UUID cause) {
    Instant now = now();
    Map<String, String> typed = new HashMap<>();
    lines(sent).forEach(it -> typed.put(it.key(), it.value()));
    typed.putAll(before);
    Report correction =
        store.draft(
            new Draft(
                UuidCreator.getTimeOrderedEpoch(),
                incident.id(),
                sent.caseId(),
                sent.kind(),
                sent.id(),
                why,
                json.writeValueAsString(typed),
                now.plus(hours(incident, Kind.INITIAL))),
            now,
            who.name());
    drafted(correction, who, cause);
    duties.report(incident, correction, who, cause);
    return correction;
  }

  // ── by hand ────────────────────────────────────────────────────────────────────────────────────

  /**
   * Drafts a progress or final report.
   *
   * @throws Refused 409 {@code incidents.report_drafted} while one of its kind waits to be sent
   */
  Report draft(Incident incident, Kind kind, Caller caller) {
    of(incident.id()).stream()
        .filter(it -> it.isDraft() && it.kind() == kind && it.caseId() == null)
        .findFirst()
        .ifPresent(it -> {
          throw Refused.conflict("incidents.report_drafted").field("kind").value(kind.key());
        });
    return draft(incident, null, kind, false, caller.actor(), incident.id());
  }

  /**
   * What people typed takes the place of what the records say; an empty text gives it back.
   *
   * @throws Refused 404; 409 {@code incidents.report_over}, {@code incidents.moved}; 422 for a
   *     field that the form doesn't have
   */
  @Transactional
  Report type(UUID id, Map<String, @Nullable String> given, int version, Caller caller) {
    Report report = drafted(id);
    List<ReportForm.Field> form = fields(incident(report), report.kind());
    Map<String, String> typed = new HashMap<>(json.readValue(report.typed(), TEXTS));
    given.forEach((key, text) -> {
      if (form.stream().noneMatch(it -> it.key().equals(key))) {
        throw Refused.invalid("incidents.report_field")
            .field("typed")
            .value(org.shouwang.web.PlainValues.shown(key, 40));
      }
      String written = Texts.optional("typed." + key, text, Texts.LONG);
      if (written == null) {
        typed.remove(key);
      } else {
        typed.put(key, written);
      }
    });
    if (!store.type(id, json.writeValueAsString(typed), version)) {
      throw Texts.moved(version);
    }
    audit.record(
        caller.actor(),
        "incidents.report_typed",
        "report:" + id,
        id,
        Map.of("fields", List.copyOf(given.keySet())));
    return one(id);
  }

  /** To whom it goes. */
  record Sending(String to, @Nullable String receipt, int version) {}

  /**
   * Sends a report: it is kept as it is now. The first about a case files the case's report, too.
   *
   * @throws Refused 409 {@code incidents.report_over}, {@code incidents.moved}; 422 {@code
   *     incidents.report_incomplete} with the fields that are missing
   */
  @Transactional
  Report send(UUID id, Sending sending, Caller caller) {
    Report seen = drafted(id);
    // whoever ends a case holds it, and then its incident
    if (seen.caseId() != null) {
      cases.hold(seen.caseId());
    }
    Incident incident = incidents.lock(seen.incident()).orElseThrow();
    Report report = drafted(id);
    if (!Objects.equals(report.caseId(), seen.caseId())) {
      throw Texts.moved(sending.version());
    }
    ReportForm form = form(report);
    List<String> missing = form.missing();
    if (!missing.isEmpty()) {
      throw Refused.invalid("incidents.report_incomplete")
          .field(missing.getFirst())
          .value(String.join(", ", missing))
          .with("count", missing.size());
    }
    Instant now = now();
    boolean sent =
        store.send(
            id,
            new ReportStore.Sending(
                sending.to(),
                sending.receipt(),
                json.writeValueAsString(form.lines()),
                caller.name(),
                now),
            sending.version());
    if (!sent) {
      throw Texts.moved(sending.version());
    }
    UUID act =
        audit.record(
            caller.actor(),
            "incidents.report_sent",
            "report:" + id,
            id,
            Map.of(
                "kind", report.kind().key(),
                "no", report.no(),
                "to", sending.to(),
                "receipt", Objects.requireNonNullElse(sending.receipt(), "")));
    duties.reportSent(id, caller.actor(), act);
    if (report.caseId() != null) {
      cases.report(report.caseId(), sending.to(), caller);
    }
    next(incident, report, caller.actor(), act);
    return one(id);
  }

  /** While an incident goes on, the next progress report is due so many hours after each. */
  private void next(Incident incident, Report sent, Actor who, UUID act) {
    if (!incident.isOpen() || sent.kind() == Kind.FINAL || sent.corrects() != null) {
      return;
    }
    boolean waiting =
        of(incident.id()).stream()
            .anyMatch(it -> it.isDraft() && it.kind() == Kind.PROGRESS && it.caseId() == null);
    if (!waiting) {
      draft(incident, null, Kind.PROGRESS, true, who, act);
    }
  }

  /**
   * Drafts the correction of a report that was sent.
   *
   * @throws Refused 404; 409 {@code incidents.report_unsent}, or {@code incidents.report_drafted}
   *     while a correction of it waits to be sent
   */
  @Transactional
  Report correct(UUID id, String why, Caller caller) {
    Report sent = one(id);
    Incident incident = incidents.lock(sent.incident()).orElseThrow();
    if (sent.state() != Report.State.SENT) {
      throw Refused.conflict("incidents.report_unsent").value(sent.state().key());
    }
    if (of(incident.id()).stream().anyMatch(it -> it.isDraft() && id.equals(it.corrects()))) {
      throw Refused.conflict("incidents.report_drafted").field("kind").value(sent.kind().key());
    }
    return correct(incident, sent, why, Map.of(), caller.actor(), id);
  }

  private Report drafted(UUID id) {
    Report report = one(id);
    if (!report.isDraft()) {
      throw Refused.conflict("incidents.report_over").value(report.state().key());
    }
    return report;
  }

  // ── reading ────────────────────────────────────────────────────────────────────────────────────

  Report one(UUID id) {
    return store.one(id).orElseThrow(() -> Texts.unknown("id", id));
  }

  List<Report> of(UUID incident) {
    return store.of(List.of(incident)).getOrDefault(incident, List.of());
  }

  /** A report as it was sent, or as it would be now. */
  ReportForm form(Report report) {
    return Objects.requireNonNull(forms(incident(report), List.of(report)).get(report.id()));
  }

  /** Reports of an incident, by id, as they were sent or as they would be now. */
  Map<UUID, ReportForm> forms(Incident incident, List<Report> reports) {
    Map<UUID, Map<String, String>> records =
        filling.records(incident, reports.stream().filter(it -> it.frozen() == null).toList());
    Map<UUID, ReportForm> forms = new HashMap<>();
    for (Report each : reports) {
      forms.put(
          each.id(),
          each.frozen() != null
              ? new ReportForm(lines(each))
              : ReportForm.filled(
                  fields(incident, each.kind()),
                  each.caseId() != null,
                  records.getOrDefault(each.id(), Map.of()),
                  json.readValue(each.typed(), TEXTS)));
    }
    return forms;
  }

  private List<ReportForm.Line> lines(Report report) {
    return json.readValue(Objects.requireNonNull(report.frozen()), LINES);
  }

  private Incident incident(Report report) {
    return incidents.one(report.incident()).orElseThrow();
  }

  /** The form that the rules of the incident's disease ask for. */
  private List<ReportForm.Field> fields(Incident incident, Kind kind) {
    return Objects.requireNonNull(plan(incident).forms().get(kind));
  }

  private Duration hours(Incident incident, Kind kind) {
    return Objects.requireNonNull(plan(incident).reports().get(kind));
  }

  private Plan plan(Incident incident) {
    return Plan.of(policy.of(incident.disease()).inForce(now()));
  }

  private Instant now() {
    return world.now().truncatedTo(ChronoUnit.MICROS);
  }
}
