package org.shouwang.reports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;

/**
 * A ledger 台账: the columns that people expect, over the records of one module. Its title stands
 * under {@code reports.ledger.<key>.title}, each column's under {@code
 * reports.ledger.<key>.column.<column>}. A new ledger is one class, also of a module above; nothing
 * else changes.
 */
public interface Ledger {

  /** Its name in addresses. */
  String key();

  /** Its columns in order. */
  List<String> columns();

  /** Its headers where they aren't ours to word; null: they stand under its key. */
  default @Nullable List<String> headers() {
    return null;
  }

  /** Whether one may ask for a place. */
  boolean byPlace();

  /** Who may see it and ask for it; of whoever may not, it isn't there. */
  default Permission permission() {
    return Permission.REPORTS_READ;
  }

  /** What leaves in the shape of another system; null: a workbook or table of our own. */
  default @Nullable Exchange exchange() {
    return null;
  }

  /** A table that another system takes in as it is: no title, no mark, numbers whole. */
  interface Exchange {

    /** Lines before the rows, the headers among them. */
    List<List<String>> head();

    /**
     * All rows, a batch at a time. Opening numbers is logged with the purpose.
     *
     * @param purpose as it was approved
     */
    void everyRow(Wanted wanted, String purpose, Consumer<List<List<String>>> taker);
  }

  /** A page, newest first. */
  Page<Row> page(Wanted wanted, @Nullable String after, int limit);

  /** All rows, oldest first, a batch at a time; must not hold more than a batch in memory. */
  void everyRow(Wanted wanted, Consumer<List<Row>> taker);

  /**
   * What is asked for.
   *
   * @param scope the caller's, bounded by the unit they asked for
   * @param caller for whom; decides what is masked
   */
  record Wanted(LocalDate day, @Nullable UUID place, Scope scope, Caller caller, Locale locale) {}

  /**
   * A row.
   *
   * @param at when, for the day's order
   * @param person whose file it opens
   * @param cells a text for each column; numbers are masked
   */
  record Row(UUID id, Instant at, @Nullable UUID person, List<String> cells) {}
}
