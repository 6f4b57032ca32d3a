package org.shouwang.reports;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Ledgers on screen and for the print page. */
@RestController
@RequestMapping("/api/v1/reports/ledgers")
class LedgerController {

  private final Ledgers ledgers;
  private final Figures figures;
  private final Units units;

  LedgerController(Ledgers ledgers, Figures figures, Units units) {
    this.ledgers = ledgers;
    this.figures = figures;
    this.units = units;
  }

  /**
   * A ledger and its columns.
   *
   * @param exchange what leaves is in the shape of another system
   */
  record LedgerView(
      String key, String title, List<Header> columns, boolean byPlace, boolean exchange) {}

  /** A column. */
  record Header(String key, String label) {}

  @GetMapping
  @Access(
      value = {Permission.REPORTS_READ, Permission.CASES_READ},
      within = Within.UNITS)
  List<LedgerView> list(Caller caller, Locale locale) {
    return ledgers.all(caller).stream().map(ledger -> view(ledger, locale)).toList();
  }

  @GetMapping("/{key}/rows")
  @Access(
      value = {Permission.REPORTS_READ, Permission.CASES_READ},
      within = Within.UNITS)
  Page<Ledger.Row> rows(
      @PathVariable String key,
      @RequestParam(required = false) @Nullable LocalDate day,
      @RequestParam(required = false) @Nullable UUID unit,
      @RequestParam(required = false) @Nullable UUID place,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller,
      Locale locale) {
    Ledger ledger = ledgers.get(key, caller);
    return ledger.page(
        new Ledger.Wanted(
            figures.day(day), place, units.within(caller.scope(), unit), caller, locale),
        after,
        Page.limit(limit));
  }

  private LedgerView view(Ledger ledger, Locale locale) {
    List<String> labels = ledgers.headers(ledger, locale);
    List<Header> headers = new java.util.ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      headers.add(new Header(ledger.columns().get(i), labels.get(i)));
    }
    return new LedgerView(
        ledger.key(),
        ledgers.title(ledger, locale),
        headers,
        ledger.byPlace(),
        ledger.exchange() != null);
  }
}
