package org.shouwang.cases;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.cases.CaseViews.ExposureView;
import org.shouwang.cases.Chains.Contact;
import org.shouwang.cases.Chains.Infected;
import org.shouwang.cases.Chains.Link;
import org.shouwang.clock.WorldClock;
import org.shouwang.policy.Policy;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Transmission chains over HTTP, of cases within the caller's units; each look is written down. */
@RestController
@RequestMapping("/api/v1/cases/chains")
class ChainController {

  private static final int CASES = 2_000;
  private static final int PEOPLE = 200_000;
  private static final int OPEN = 40;

  /** People and clusters in an answer. */
  private static final int ITEMS = 2_000;

  private final ChainBoard board;
  private final ChainViews views;
  private final CaseViews names;
  private final Policy policy;
  private final Audit audit;

  ChainController(ChainBoard board, ChainViews views, CaseViews names, Policy policy, Audit audit) {
    this.board = board;
    this.views = views;
    this.names = names;
    this.policy = policy;
    this.audit = audit;
  }

  /**
   * Cases and their contacts as a graph; more than a few hundred people are gathered into clusters.
   *
   * @param caseId the chain of this case; absent: of all open cases, or of a period
   * @param disease of which disease, unless a case says; absent: the principal one
   * @param from local day since which cases were opened; with a period closed ones count, too
   * @param until local day until which
   * @param by what clusters are made of: case, unit, place
   * @param open keys of clusters that are to be opened
   */
  @GetMapping
  @Access(value = Permission.CASES_READ, within = Within.UNITS)
  @Transactional
  ChainViews.GraphView chains(
      @RequestParam(required = false) @Nullable UUID caseId,
      @RequestParam(required = false) @Nullable String disease,
      @RequestParam(required = false) @Nullable LocalDate from,
      @RequestParam(required = false) @Nullable LocalDate until,
      @RequestParam(required = false) @Nullable String by,
      @RequestParam(required = false) @Nullable List<String> open,
      Caller caller) {
    ChainClusters.By wanted =
        by == null || by.isBlank()
            ? ChainClusters.By.CASE
            : Texts.choice(
                "by",
                by,
                new ChainClusters.By[] {
                  ChainClusters.By.CASE, ChainClusters.By.UNIT, ChainClusters.By.PLACE
                });
    List<String> opened = open == null ? List.of() : open;
    if (opened.size() > OPEN) {
      throw tooManyOpen(opened.size(), OPEN);
    }
    ChainBoard.Cases cases =
        caseId == null ? cases(disease, from, until, caller) : linked(caseId, caller);
    Chains chains = chains(cases.newest());
    ChainClusters.View shown = ChainClusters.view(chains, wanted, opened);
    if (shown.size() > ITEMS) {
      throw tooManyOpen(shown.size(), ITEMS);
    }
    audit.record(
        caller.actor(),
        "cases.chains_read",
        caseId == null ? "cases" : "case:" + caseId,
        Map.of("cases", cases.newest().size(), "people", chains.persons().size()));
    return views.graph(chains, shown, cases.total() - cases.newest().size());
  }

  private ChainBoard.Cases linked(UUID caseId, Caller caller) {
    ChainBoard.Cases linked = board.linked(caseId, caller.scope(), CASES);
    if (linked.newest().isEmpty()) {
      throw Refused.notFound("cases.unknown").field("caseId").value(caseId);
    }
    return linked;
  }

  private ChainBoard.Cases cases(
      @Nullable String disease,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      Caller caller) {
    if (from != null && until != null && until.isBefore(from)) {
      throw Refused.invalid("cases.until_before").field("until").value(until);
    }
    return board.cases(
        new ChainBoard.Wanted(
            policy.disease(disease == null || disease.isBlank() ? null : disease),
            from == null && until == null,
            from == null ? null : from.atStartOfDay(WorldClock.ZONE).toInstant(),
            until == null ? null : until.plusDays(1).atStartOfDay(WorldClock.ZONE).toInstant()),
        caller.scope(),
        CASES);
  }

  private Chains chains(List<Infected> cases) {
    List<UUID> ids = cases.stream().map(Infected::id).toList();
    List<Contact> contacts = board.contacts(ids, PEOPLE + 1);
    List<Link> links = contacts.size() > PEOPLE ? List.of() : board.links(ids, PEOPLE + 1);
    if (contacts.size() > PEOPLE || links.size() > PEOPLE) {
      throw Refused.invalid("cases.chains_too_large").field("from").with("limit", PEOPLE);
    }
    return Chains.of(cases, contacts, links);
  }

  /** What is recorded of two people. */
  @GetMapping("/exposures")
  @Access(value = Permission.CASES_READ, within = Within.UNITS)
  List<ExposureView> exposures(@RequestParam UUID one, @RequestParam UUID other, Caller caller) {
    return names.exposures(board.between(one, other, caller.scope()));
  }

  private static Refused tooManyOpen(int given, int limit) {
    return Refused.invalid("cases.chains_too_open").field("open").value(given).with("limit", limit);
  }
}
