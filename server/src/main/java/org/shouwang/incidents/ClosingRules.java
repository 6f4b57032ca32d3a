package org.shouwang.incidents;

import java.util.ArrayList;
import java.util.List;
import org.shouwang.cases.CaseBook;

/** When an incident may be closed: a pure function that says all that is lacking. */
final class ClosingRules {

  private ClosingRules() {}

  /** What is lacking. */
  enum Lack {
    /** Cases that are still worked on. */
    CASES_OPEN,
    /** Contacts that wait for the authority's decision. */
    CONTACTS_UNDECIDED,
    /** Orders of isolation that are proposed or in force. */
    ORDERS_OPEN,
    /** Steps that are neither done nor said to be needless. */
    STEPS_OPEN,
    /** No initial report was sent. */
    INITIAL_UNSENT,
    /** Drafts about cases, or corrections, that were not sent. */
    REPORTS_UNSENT,
    /** No final report was sent. */
    FINAL_UNSENT;

    @com.fasterxml.jackson.annotation.JsonValue
    String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What is lacking, and how much of it. */
  record Lacking(Lack what, long count) {}

  /**
   * What stands.
   *
   * @param candidates contacts to be decided
   * @param orders of isolation that have not ended
   */
  record Standing(
      List<CaseBook.Summary> cases,
      long candidates,
      long orders,
      List<StepRow> steps,
      List<Report> reports) {}

  static List<Lacking> lacking(Standing standing) {
    List<Lacking> lacking = new ArrayList<>();
    add(lacking, Lack.CASES_OPEN, count(standing.cases(), CaseBook.Summary::isOpen));
    add(lacking, Lack.CONTACTS_UNDECIDED, standing.candidates());
    add(lacking, Lack.ORDERS_OPEN, standing.orders());
    add(lacking, Lack.STEPS_OPEN, count(standing.steps(), StepRow::isOpen));
    if (!sent(standing.reports(), Report.Kind.INITIAL)) {
      add(lacking, Lack.INITIAL_UNSENT, 1);
    }
    add(
        lacking,
        Lack.REPORTS_UNSENT,
        count(
            standing.reports(),
            it ->
                it.state() == Report.State.DRAFT
                    && (it.corrects() != null
                        || (it.kind() == Report.Kind.PROGRESS && it.caseId() != null))));
    if (!sent(standing.reports(), Report.Kind.FINAL)) {
      add(lacking, Lack.FINAL_UNSENT, 1);
    }
    return lacking;
  }

  private static boolean sent(List<Report> reports, Report.Kind kind) {
    return reports.stream().anyMatch(it -> it.kind() == kind && it.state() == Report.State.SENT);
  }

  private static <T> long count(List<T> all, java.util.function.Predicate<T> which) {
    return all.stream().filter(which).count();
  }

  private static void add(List<Lacking> lacking, Lack what, long count) {
    if (count > 0) {
      lacking.add(new Lacking(what, count));
    }
  }
}
