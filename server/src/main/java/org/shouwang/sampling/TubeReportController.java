package org.shouwang.sampling;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.sampling.TubeViews.ReportLine;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says that a positive or grey tube was reported to the authority, which ends that duty. */
@RestController
@RequestMapping("/api/v1/sampling/tubes/{code}/reports")
class TubeReportController {

  private final TubeReportStore reports;
  private final ResultStore results;
  private final Alarms alarms;
  private final Audit audit;
  private final WorldClock world;

  TubeReportController(
      TubeReportStore reports, ResultStore results, Alarms alarms, Audit audit, WorldClock world) {
    this.reports = reports;
    this.results = results;
    this.alarms = alarms;
    this.audit = audit;
    this.world = world;
  }

  /**
   * A report that was made.
   *
   * @param to authority or person that was told
   * @param at when; absent: now
   */
  record Reporting(@Nullable String to, @Nullable String at, @Nullable String note) {}

  @PostMapping
  @Access(value = Permission.RESULTS_READ, within = Within.PARK)
  @Transactional
  ReportLine report(@PathVariable String code, @RequestBody Reporting body, Caller caller) {
    String tube = TubeCode.normal(code);
    String to = TubeInputs.required("to", body.to(), 100);
    String note = TubeInputs.optional("note", body.note(), 500);
    Instant now = world.now();
    Instant at = body.at() == null ? now : TubeInputs.instant("at", body.at());
    if (at.isAfter(now)) {
      throw TubeInputs.wrong("at", String.valueOf(body.at()));
    }
    List<UUID> alarming =
        results.current(Set.of(tube)).stream()
            .filter(result -> result.value().alarming())
            .map(NewResult::id)
            .toList();
    if (alarming.isEmpty()) {
      throw Refused.conflict("sampling.nothing_to_report").field("code").value(tube);
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    ReportLine line = new ReportLine(id, to, at, note, caller.name());
    reports.insert(tube, alarming, line, caller.id(), now);
    UUID act =
        audit.record(
            caller.actor(),
            "sampling.tube_reported",
            "tube:" + tube,
            Map.of("report", id, "to", to));
    alarms.reported(alarming, caller.actor(), act);
    return line;
  }
}
