package org.shouwang.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.shouwang.cases.CaseBook;
import org.shouwang.incidents.ClosingRules.Lack;
import org.shouwang.incidents.ClosingRules.Lacking;
import org.shouwang.incidents.ClosingRules.Standing;
import org.shouwang.incidents.Incident.State;
import org.shouwang.incidents.ReadinessStore.Check;
import org.shouwang.incidents.ReportForm.Field;
import org.shouwang.incidents.ReportForm.From;
import org.shouwang.policy.ShippedEditions;

/** What may be sent, what may be closed, what is ready: each rule by itself. */
class IncidentRulesUnitTests {

  private static final Instant NOON = Instant.parse("2022-03-10T04:00:00Z");

  private static final Plan PLAN = Plan.of(ShippedEditions.inForce(NOON));

  // ── forms ──────────────────────────────────────────────────────────────────────────────────────

  @Test
  void aMarkBehindAFieldMakesItRequired() {
    assertThat(Field.of("sex!")).isEqualTo(new Field("sex", true));
    assertThat(Field.of("sex")).isEqualTo(new Field("sex", false));
  }

  @Test
  void whatWasTypedGoesBeforeTheRecordsAndBlanksAreNothing() {
    ReportForm form =
        ReportForm.filled(
            List.of(new Field("home", true), new Field("age", true), new Field("next", true)),
            true,
            Map.of("home", "记录住址", "age", "41", "next", " "),
            Map.of("home", "本人所述住址", "age", ""));
    assertThat(form.lines()).extracting(ReportForm.Line::value).containsExactly("本人所述住址", "41", "");
    assertThat(form.lines())
        .extracting(ReportForm.Line::from)
        .containsExactly(From.TYPED, From.RECORD, From.NOTHING);
    assertThat(form.missing()).containsExactly("next");
  }

  @Test
  void aFieldThatIsNotRequiredIsNeverMissing() {
    assertThat(
            ReportForm.filled(List.of(new Field("onset", false)), true, Map.of(), Map.of())
                .missing())
        .isEmpty();
  }

  @Test
  void aReportAboutNoCaseIsNotAskedForItsPerson() {
    List<Field> form = List.of(new Field("name", true), new Field("measures", true));
    assertThat(ReportForm.filled(form, false, Map.of(), Map.of()).missing())
        .containsExactly("measures");
    assertThat(ReportForm.filled(form, true, Map.of(), Map.of()).missing())
        .containsExactly("name", "measures");
  }

  // ── the shipped plan ───────────────────────────────────────────────────────────────────────────

  @Test
  void theShippedRulesGiveStepsFormsAndItems() {
    assertThat(PLAN.steps()).extracting(Plan.Step::key).startsWith("respond").contains("disinfect");
    assertThat(PLAN.steps()).extracting(Plan.Step::hours).isSorted();
    assertThat(PLAN.steps())
        .filteredOn(it -> it.asks().equals("document"))
        .extracting(Plan.Step::key)
        .containsExactly("disinfect");
    assertThat(PLAN.reports().get(Report.Kind.INITIAL)).isEqualTo(Duration.ofHours(2));
    assertThat(PLAN.items()).extracting(Plan.Item::key).contains("zones", "isolation_rooms");
    for (Report.Kind kind : Report.Kind.values()) {
      assertThat(PLAN.forms().get(kind)).as(kind.key()).hasSizeGreaterThan(10);
    }
    assertThat(Set.copyOf(PLAN.items())).as("no key twice").hasSize(PLAN.items().size());
  }

  // ── closing ────────────────────────────────────────────────────────────────────────────────────

  private static CaseBook.Summary file(String state) {
    return new CaseBook.Summary(
        UUID.randomUUID(),
        "2022-001",
        UUID.randomUUID(),
        null,
        "covid-19",
        "confirmed",
        null,
        null,
        null,
        null,
        null,
        state,
        null,
        NOON,
        null,
        0);
  }

  private static StepRow step(String state) {
    return new StepRow(
        UUID.randomUUID(),
        "seal",
        "封",
        "seal",
        2,
        "note",
        null,
        NOON,
        state,
        null,
        null,
        null,
        null);
  }

  private static Report report(Report.Kind kind, Report.State state, @Nullable UUID about) {
    return new Report(
        UUID.randomUUID(),
        UUID.randomUUID(),
        about,
        kind,
        1,
        null,
        null,
        "{}",
        state,
        NOON,
        "甲",
        null,
        null,
        null,
        null,
        null,
        null,
        1);
  }

  private static final List<Report> SENT =
      List.of(
          report(Report.Kind.INITIAL, Report.State.SENT, null),
          report(Report.Kind.FINAL, Report.State.SENT, null));

  private static List<Lack> lacking(Standing standing) {
    return ClosingRules.lacking(standing).stream().map(Lacking::what).toList();
  }

  @Test
  void nothingIsLackingOnceCasesStepsAndReportsAreThrough() {
    assertThat(
            lacking(
                new Standing(
                    List.of(file("closed"), file("withdrawn")),
                    0,
                    0,
                    List.of(step("done"), step("not_needed")),
                    SENT)))
        .isEmpty();
  }

  @Test
  void eachThingThatIsLackingIsNamedWithItsCount() {
    assertThat(
            ClosingRules.lacking(
                new Standing(
                    List.of(file("open"), file("open"), file("closed")),
                    3,
                    4,
                    List.of(step("open"), step("done")),
                    List.of(
                        report(Report.Kind.INITIAL, Report.State.DRAFT, null),
                        report(Report.Kind.PROGRESS, Report.State.DRAFT, UUID.randomUUID())))))
        .containsExactly(
            new Lacking(Lack.CASES_OPEN, 2),
            new Lacking(Lack.CONTACTS_UNDECIDED, 3),
            new Lacking(Lack.ORDERS_OPEN, 4),
            new Lacking(Lack.STEPS_OPEN, 1),
            new Lacking(Lack.INITIAL_UNSENT, 1),
            new Lacking(Lack.REPORTS_UNSENT, 1),
            new Lacking(Lack.FINAL_UNSENT, 1));
  }

  @Test
  void aProgressReportThatIsAboutNoCaseKeepsNothingOpen() {
    List<Report> reports = new java.util.ArrayList<>(SENT);
    reports.add(report(Report.Kind.PROGRESS, Report.State.DRAFT, null));
    assertThat(lacking(new Standing(List.of(), 0, 0, List.of(), reports))).isEmpty();
  }

  // ── the way ────────────────────────────────────────────────────────────────────────────────────

  @Test
  void anIncidentIsClosedFromDisposalAloneAndNothingLeadsOutOfItsEnd() {
    Map<State, List<State>> ways = new HashMap<>();
    for (State from : State.values()) {
      ways.put(from, java.util.Arrays.stream(State.values()).filter(from::mayBecome).toList());
    }
    assertThat(ways)
        .isEqualTo(
            Map.of(
                State.SIGNALLED, List.of(State.RESPONDING, State.WITHDRAWN),
                State.RESPONDING, List.of(State.DISPOSAL, State.WITHDRAWN),
                State.DISPOSAL, List.of(State.RESPONDING, State.CLOSED, State.WITHDRAWN),
                State.CLOSED, List.of(),
                State.WITHDRAWN, List.of()));
  }

  // ── readiness ──────────────────────────────────────────────────────────────────────────────────

  @Test
  void whatWasReadyIsOverdueAfterItsTermAndWhatWasNotStaysSo() {
    assertThat(Readiness.state(null, NOON)).isEqualTo(Readiness.State.NEVER);
    assertThat(Readiness.state(look(true, NOON), NOON)).isEqualTo(Readiness.State.READY);
    assertThat(Readiness.state(look(true, NOON.minusMillis(1)), NOON))
        .isEqualTo(Readiness.State.OVERDUE);
    assertThat(Readiness.state(look(false, NOON.plusSeconds(1)), NOON))
        .isEqualTo(Readiness.State.NOT_READY);
  }

  private static Check look(boolean ready, Instant until) {
    return new Check(
        UUID.randomUUID(), "zones", NOON.minus(Duration.ofDays(30)), ready, until, null, "甲");
  }
}
