package org.shouwang.reports;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Exports of ledgers: asked for with a purpose, approved by somebody else who signs, taken by who
 * asked, with who took it written on every page. Lists of people that leave the system unapproved
 * get forwarded (Jiaozhou).
 */
@RestController
@RequestMapping("/api/v1/reports/exports")
class ExportController {

  private final Ledgers ledgers;
  private final Figures figures;
  private final Units units;
  private final ExportStore store;
  private final Audit audit;
  private final Messages messages;
  private final Clock wall;

  ExportController(
      Ledgers ledgers,
      Figures figures,
      Units units,
      ExportStore store,
      Audit audit,
      Messages messages,
      Clock wall) {
    this.ledgers = ledgers;
    this.figures = figures;
    this.units = units;
    this.store = store;
    this.audit = audit;
    this.messages = messages;
    this.wall = wall;
  }

  /** What is asked for, and why. */
  record Asking(
      @Nullable String ledger,
      @Nullable LocalDate day,
      @Nullable UUID unit,
      @Nullable UUID place,
      @Nullable String purpose) {}

  /** Whether it is given. */
  record Decision(@Nullable Boolean approved) {}

  /** An export as it is shown. */
  record ExportView(
      UUID id,
      String ledger,
      String title,
      LocalDate day,
      @Nullable UUID unit,
      String unitName,
      @Nullable UUID place,
      String purpose,
      String askedBy,
      boolean mine,
      Instant askedAt,
      String state,
      @Nullable String decidedBy,
      @Nullable Instant decidedAt,
      @Nullable Instant takenAt,
      @Nullable Long rows,
      boolean exchange) {}

  @GetMapping
  @Access(
      value = {Permission.REPORTS_READ, Permission.CASES_READ},
      within = Within.UNITS)
  Page<ExportView> list(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller,
      Locale locale) {
    int size = Page.limit(limit);
    List<ExportStore.Export> rows =
        store.list(
            mayApproveAll(caller), caller.id(), Page.decode(after, PlainValues::uuid), size + 1);
    Page<ExportStore.Export> page = Page.of(rows, size, row -> row.id().toString());
    return new Page<>(
        page.items().stream().map(row -> view(row, caller, locale)).toList(), page.next(), null);
  }

  @PostMapping
  @Access(
      value = {Permission.REPORTS_READ, Permission.CASES_READ},
      within = Within.UNITS)
  @Transactional
  public ExportView ask(@RequestBody Asking body, Caller caller, Locale locale) {
    Ledger ledger = ledgers.get(Texts.required("ledger", body.ledger(), 60), caller);
    LocalDate day = figures.day(body.day());
    units.within(caller.scope(), body.unit());
    ExportStore.Export export =
        new ExportStore.Export(
            UuidCreator.getTimeOrderedEpoch(),
            ledger.key(),
            day,
            body.unit(),
            body.place(),
            Texts.required("purpose", body.purpose(), 500),
            caller.id(),
            caller.name(),
            wall.instant().truncatedTo(ChronoUnit.MICROS),
            "asked",
            null,
            null,
            null,
            null);
    store.insert(export);
    audit.record(
        caller.actor(),
        "reports.export_asked",
        "export:" + export.id(),
        Map.of("ledger", ledger.key(), "day", day.toString(), "purpose", export.purpose()));
    return view(export, caller, locale);
  }

  /** Approves or refuses; never one's own. */
  @PostMapping("/{id}/decision")
  @Access(value = Permission.REPORTS_SIGN, within = Within.UNITS)
  @Transactional
  public ExportView decide(
      @PathVariable UUID id, @RequestBody Decision body, Caller caller, Locale locale) {
    ExportStore.Export export = find(id, caller);
    if (body.approved() == null) {
      throw Refused.invalid("reports.field_missing").field("approved");
    }
    if (export.askedBy().equals(caller.id())) {
      throw Refused.conflict("reports.own_export").value(id);
    }
    if (!store.decide(id, body.approved(), caller.id(), caller.name(), wall.instant())) {
      throw Refused.conflict("reports.state_moved").value(export.state());
    }
    audit.record(
        caller.actor(),
        body.approved() ? "reports.export_approved" : "reports.export_refused",
        "export:" + id,
        Map.of("asked_by", export.askedName()));
    return view(find(id, caller), caller, locale);
  }

  /** The workbook, streamed, to who asked for it, within what they may see now. */
  @GetMapping("/{id}/file.xlsx")
  @Access(
      value = {Permission.REPORTS_READ, Permission.CASES_READ},
      within = Within.UNITS)
  void take(@PathVariable UUID id, Caller caller, Locale locale, HttpServletResponse response)
      throws IOException {
    give(id, false, caller, locale, response);
  }

  /** The same as a table; what another system takes in is one anyway. */
  @GetMapping("/{id}/file.csv")
  @Access(
      value = {Permission.REPORTS_READ, Permission.CASES_READ},
      within = Within.UNITS)
  void takeTable(@PathVariable UUID id, Caller caller, Locale locale, HttpServletResponse response)
      throws IOException {
    give(id, true, caller, locale, response);
  }

  private void give(
      UUID id, boolean asTable, Caller caller, Locale locale, HttpServletResponse response)
      throws IOException {
    ExportStore.Export export = find(id, caller);
    if (!export.askedBy().equals(caller.id())) {
      throw Refused.forbidden("reports.export_not_yours").value(id);
    }
    if (!export.state().equals("approved")) {
      throw Refused.conflict("reports.export_not_approved").value(export.state());
    }
    Ledger ledger = ledgers.get(export.ledger(), caller);
    Ledger.Wanted wanted =
        new Ledger.Wanted(
            export.day(),
            export.place(),
            units.within(caller.scope(), export.unit()),
            caller,
            locale);
    audit.record(
        caller.actor(),
        "reports.export_taken",
        "export:" + id,
        Map.of("ledger", export.ledger(), "day", export.day().toString()));
    boolean table = asTable || ledger.exchange() != null;
    response.setContentType(
        table
            ? "text/csv;charset=UTF-8"
            : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"%s-%s-%s.%s\""
            .formatted(export.ledger(), export.day(), id, table ? "csv" : "xlsx"));
    long rows =
        table
            ? table(ledger, wanted, export, response.getOutputStream())
            : workbook(ledger, wanted, export, response.getOutputStream());
    store.taken(id, rows, wall.instant());
  }

  private long workbook(
      Ledger ledger, Ledger.Wanted wanted, ExportStore.Export export, OutputStream out)
      throws IOException {
    Locale locale = wanted.locale();
    try (LedgerWorkbook workbook =
        new LedgerWorkbook(
            out,
            ledgers.title(ledger, locale),
            mark(export, wanted.caller(), locale),
            ledgers.headers(ledger, locale))) {
      ledger.everyRow(wanted, workbook::write);
      return workbook.rows();
    }
  }

  /** Our own has its mark before the headers; what another system takes in has none. */
  private long table(
      Ledger ledger, Ledger.Wanted wanted, ExportStore.Export export, OutputStream out)
      throws IOException {
    Locale locale = wanted.locale();
    Ledger.Exchange exchange = ledger.exchange();
    try (CsvRows table = new CsvRows(out, exchange == null)) {
      if (exchange == null) {
        table.line(
            List.of(ledgers.title(ledger, locale) + " " + mark(export, wanted.caller(), locale)));
        table.line(ledgers.headers(ledger, locale));
        ledger.everyRow(wanted, rows -> table.rows(rows.stream().map(Ledger.Row::cells).toList()));
      } else {
        exchange.head().forEach(table::line);
        exchange.everyRow(wanted, export.purpose(), table::rows);
      }
      return table.count();
    }
  }

  private String mark(ExportStore.Export export, Caller caller, Locale locale) {
    return messages.text(
        locale,
        "reports.export.mark",
        Map.of(
            "day",
            export.day(),
            "unit",
            units.name(export.unit()),
            "by",
            caller.name(),
            "approver",
            String.valueOf(export.decidedName()),
            "at",
            wall.instant()
                .atZone(WorldClock.ZONE)
                .toLocalDateTime()
                .truncatedTo(ChronoUnit.SECONDS),
            "id",
            export.id()));
  }

  private static boolean mayApproveAll(Caller caller) {
    return caller.may(Permission.REPORTS_SIGN) && caller.scope().everywhere();
  }

  /** One's own, and for who approves those of the units they see. */
  private ExportStore.Export find(UUID id, Caller caller) {
    return store
        .find(id)
        .filter(export ->
            export.askedBy().equals(caller.id())
                || mayApproveAll(caller)
                || (caller.may(Permission.REPORTS_SIGN)
                    && units.sees(caller.scope(), export.unit())))
        .orElseThrow(() -> Refused.notFound("reports.export_unknown").value(id));
  }

  private ExportView view(ExportStore.Export export, Caller caller, Locale locale) {
    return new ExportView(
        export.id(),
        export.ledger(),
        ledgers.title(ledgers.get(export.ledger()), locale),
        export.day(),
        export.unit(),
        units.name(export.unit()),
        export.place(),
        export.purpose(),
        export.askedName(),
        export.askedBy().equals(caller.id()),
        export.askedAt(),
        export.state(),
        export.decidedName(),
        export.decidedAt(),
        export.takenAt(),
        export.rows(),
        ledgers.get(export.ledger()).exchange() != null);
  }
}
