package org.shouwang.incidents;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.incidents.IncidentViews.ReportLine;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reports to the health authority over HTTP; whoever opens one is written down. */
@RestController
@RequestMapping("/api/v1/incidents")
class ReportController {

  private static final int FIELDS = 60;

  private final Reports reports;
  private final Incidents incidents;
  private final IncidentStore store;
  private final IncidentViews views;
  private final WholePark park;
  private final Audit audit;

  ReportController(
      Reports reports,
      Incidents incidents,
      IncidentStore store,
      IncidentViews views,
      WholePark park,
      Audit audit) {
    this.reports = reports;
    this.incidents = incidents;
    this.store = store;
    this.views = views;
    this.park = park;
    this.audit = audit;
  }

  /**
   * A report with its fields.
   *
   * @param incident number of the incident
   * @param missing required fields in which nothing stands
   */
  record ReportView(
      ReportLine report,
      UUID incidentId,
      String incident,
      List<ReportForm.Line> fields,
      List<String> missing,
      int version) {}

  @GetMapping("/reports/{id}")
  @Access(value = Permission.INCIDENT_READ, within = Within.PARK)
  @Transactional
  ReportView get(@PathVariable UUID id, Caller caller) {
    park.check(caller);
    Report report = reports.one(id);
    audit.record(
        caller.actor(),
        "incidents.report_read",
        "report:" + id,
        Map.of("incident", report.incident()));
    return view(report);
  }

  private ReportView view(Report report) {
    ReportForm form = reports.form(report);
    Incident incident = store.one(report.incident()).orElseThrow();
    List<String> missing = report.isDraft() ? form.missing() : List.of();
    return new ReportView(
        views.line(report, missing.size()),
        incident.id(),
        incident.number(),
        form.lines(),
        missing,
        report.version());
  }

  /** A report to be drafted. */
  record Drafting(@Nullable String kind) {}

  @PostMapping("/{id}/reports")
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  @Transactional
  ReportView draft(@PathVariable UUID id, @RequestBody Drafting body, Caller caller) {
    park.check(caller);
    Report.Kind kind = Texts.choice("kind", body.kind(), Report.Kind.values());
    return view(reports.draft(incidents.held(id, null), kind, caller));
  }

  /**
   * What a person typed.
   *
   * @param typed by field; an empty text gives the field back to the records
   */
  record Typing(@Nullable Map<String, @Nullable String> typed, @Nullable Integer version) {}

  @PutMapping("/reports/{id}")
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  @Transactional
  ReportView type(@PathVariable UUID id, @RequestBody Typing body, Caller caller) {
    park.check(caller);
    Map<String, @Nullable String> typed = Texts.required("typed", body.typed());
    if (typed.size() > FIELDS) {
      throw org.shouwang.web.Refused.invalid("incidents.field_too_long")
          .field("typed")
          .with("limit", FIELDS);
    }
    return view(reports.type(id, typed, Texts.required("version", body.version()), caller));
  }

  /** To whom a report goes. */
  record Sending(@Nullable String to, @Nullable String receipt, @Nullable Integer version) {}

  @PostMapping("/reports/{id}/send")
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  @Transactional
  ReportView send(@PathVariable UUID id, @RequestBody Sending body, Caller caller) {
    park.check(caller);
    return view(
        reports.send(
            id,
            new Reports.Sending(
                Texts.text("to", body.to()),
                Texts.optional("receipt", body.receipt(), Texts.MOST),
                Texts.required("version", body.version())),
            caller));
  }

  /** Why a report is corrected. */
  record Correcting(@Nullable String why) {}

  @PostMapping("/reports/{id}/correction")
  @Access(value = Permission.INCIDENT_ACT, within = Within.PARK)
  @Transactional
  ReportView correct(@PathVariable UUID id, @RequestBody Correcting body, Caller caller) {
    park.check(caller);
    return view(reports.correct(id, Texts.text("why", body.why()), caller));
  }
}
