package org.shouwang.rollcall;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.rollcall.DayPlan.State;
import org.shouwang.rollcall.ReportStore.Correction;
import org.shouwang.rollcall.ReportStore.Report;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Daily reports 日报 over HTTP. Filing itself is a fact, {@code rollcall.report}, and goes through
 * the door.
 */
@RestController
@RequestMapping("/api/v1/rollcall/reports")
class ReportController {

  private final ReportStore store;
  private final RollCallBoard board;
  private final Showing showing;
  private final Reach reach;
  private final Audit audit;
  private final WorldClock world;

  ReportController(
      ReportStore store,
      RollCallBoard board,
      Showing showing,
      Reach reach,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.board = board;
    this.showing = showing;
    this.reach = reach;
    this.audit = audit;
    this.world = world;
  }

  /**
   * A report with the corrections beside it.
   *
   * @param state none, filed, signed, corrected
   * @param figures as filed, and from the signature on as signed
   * @param now what the list says at this moment; differs when facts came late
   */
  record ReportView(
      UUID unit,
      String unitName,
      LocalDate day,
      String state,
      @Nullable Boolean zero,
      @Nullable Figures figures,
      List<String> items,
      @Nullable String note,
      @Nullable String filedBy,
      @Nullable Instant filedAt,
      @Nullable String signedBy,
      @Nullable Instant signedAt,
      @Nullable Integer version,
      List<Correction> corrections,
      Figures now) {}

  /** Which report to sign, as it was seen. */
  record Signing(@Nullable UUID unit, @Nullable LocalDate day, @Nullable Integer version) {}

  /** What a signed report should have said, and why. */
  record Correcting(
      @Nullable UUID unit,
      @Nullable LocalDate day,
      @Nullable Integer version,
      @Nullable Figures figures,
      @Nullable String reason) {}

  @GetMapping
  @Access(value = Permission.ROLLCALL_READ, within = Within.UNITS)
  ReportView report(
      @RequestParam UUID unit,
      @RequestParam(required = false) @Nullable LocalDate day,
      Caller caller) {
    Units.Unit of = reach.require(caller, unit, reach.units());
    return view(of, day == null ? world.today() : day);
  }

  /** Figures to file, as the list says them now. */
  @GetMapping("/draft")
  @Access(value = Permission.ROLLCALL_FILE, within = Within.UNITS)
  Figures draft(
      @RequestParam UUID unit,
      @RequestParam(required = false) @Nullable LocalDate day,
      Caller caller) {
    reach.require(caller, unit, reach.units());
    return figures(unit, day == null ? world.today() : day);
  }

  @PostMapping("/sign")
  @Access(value = Permission.ROLLCALL_FILE, within = Within.UNITS)
  @Transactional
  ReportView sign(@RequestBody Signing body, Caller caller) {
    Units.Unit unit = reach.require(caller, body.unit(), reach.units());
    Report report = known(unit.id(), body.day());
    int version = seen(body.version());
    if (!store.sign(unit.id(), report.day(), version, caller.name(), world.now())) {
      throw Refused.conflict("rollcall.report_moved").value(report.state());
    }
    audit.record(
        caller.actor(),
        "rollcall.report_signed",
        "unit:" + unit.id(),
        report.filing(),
        Map.of("day", report.day().toString(), "figures", report.figures()));
    return view(unit, report.day());
  }

  @PostMapping("/correct")
  @Access(value = Permission.ROLLCALL_FILE, within = Within.UNITS)
  @Transactional
  ReportView correct(@RequestBody Correcting body, Caller caller) {
    Units.Unit unit = reach.require(caller, body.unit(), reach.units());
    Figures figures = body.figures();
    if (figures == null) {
      throw Fields.missing("figures");
    }
    if (!figures.addUp()) {
      throw Refused.invalid("rollcall.figures_off")
          .field("figures.expected")
          .value(figures.expected());
    }
    String reason = Fields.required("reason", body.reason(), 500);
    Report report = known(unit.id(), body.day());
    if (report.state().equals("filed")) {
      throw Refused.conflict("rollcall.report_not_signed").field("day").value(report.day());
    }
    int version = seen(body.version());
    if (!store.correct(
        unit.id(), report.day(), version, figures, reason, caller.name(), world.now())) {
      throw Refused.conflict("rollcall.report_moved").value(report.state());
    }
    audit.record(
        caller.actor(),
        "rollcall.report_corrected",
        "unit:" + unit.id(),
        report.filing(),
        Map.of("day", report.day().toString(), "figures", figures, "reason", reason));
    return view(unit, report.day());
  }

  private Report known(UUID unit, @Nullable LocalDate day) {
    if (day == null) {
      throw Fields.missing("day");
    }
    return store
        .report(unit, day)
        .orElseThrow(() -> Refused.notFound("rollcall.report_unknown").field("day").value(day));
  }

  private static int seen(@Nullable Integer version) {
    if (version == null) {
      throw Fields.missing("version");
    }
    return version;
  }

  private ReportView view(Units.Unit unit, LocalDate day) {
    Figures now = figures(unit.id(), day);
    return store
        .report(unit.id(), day)
        .map(report ->
            new ReportView(
                unit.id(),
                unit.name(),
                day,
                report.state(),
                report.zero(),
                report.figures(),
                report.items(),
                report.note(),
                report.filedBy(),
                report.filedAt(),
                report.signedBy(),
                report.signedAt(),
                report.version(),
                store.corrections(unit.id(), day),
                now))
        .orElseGet(() ->
            new ReportView(
                unit.id(),
                unit.name(),
                day,
                "none",
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                now));
  }

  private Figures figures(UUID unit, LocalDate day) {
    List<RollCallBoard.Row> rows = board.ofUnit(unit, day);
    List<RollCallBoard.Row> accounted =
        rows.stream().filter(row -> row.state() == State.ACCOUNTED).toList();
    Map<UUID, Showing.Shown> shown = showing.of(day, accounted);
    return Figures.of(rows.stream().map(row -> stand(row, shown.get(row.person()))).toList());
  }

  /** Who was accounted for by an act instead of a fact was seen by whoever acted. */
  private static Figures.Stand stand(RollCallBoard.Row row, Showing.@Nullable Shown shown) {
    boolean livesIn = row.rule().equals(ExpectedBy.LIVING_IN.key());
    if (row.state() == State.MISSING) {
      return new Figures.Stand(null, livesIn);
    }
    return new Figures.Stand(
        shown == null || shown.how() == null ? How.SEEN : shown.how(), livesIn);
  }
}
