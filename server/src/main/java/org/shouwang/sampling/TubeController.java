package org.shouwang.sampling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.sampling.CustodySteps.Step;
import org.shouwang.sampling.TubeViews.ChainLine;
import org.shouwang.sampling.TubeViews.FollowUp;
import org.shouwang.sampling.TubeViews.MemberLine;
import org.shouwang.sampling.TubeViews.TubeLine;
import org.shouwang.sampling.TubeViews.TubePage;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tubes over HTTP. A laboratory sees tubes and counts, never people; whoever may not read results
 * sees that a tube is at the laboratory, and no more.
 */
@RestController
@RequestMapping("/api/v1/sampling/tubes")
class TubeController {

  private static final Set<String> OUTCOME =
      Set.of("negative", "to_confirm", "positive", "invalid");
  private static final Set<String> STATES =
      Set.of(
          "filling",
          "sealed",
          "boxed",
          "handed_over",
          "received",
          "negative",
          "to_confirm",
          "positive",
          "invalid",
          "spoilt",
          "voided");

  private final TubeBoard board;
  private final TubeStore tubes;
  private final CustodyStore custody;
  private final ConflictBoard conflicts;
  private final TubeViews views;
  private final TubeReportStore reports;

  TubeController(
      TubeBoard board,
      TubeStore tubes,
      CustodyStore custody,
      ConflictBoard conflicts,
      TubeViews views,
      TubeReportStore reports) {
    this.reports = reports;
    this.board = board;
    this.tubes = tubes;
    this.custody = custody;
    this.conflicts = conflicts;
    this.views = views;
  }

  @GetMapping
  @Access(
      value = {Permission.SAMPLING_READ, Permission.LABORATORY_REPORT},
      within = Within.UNITS)
  Page<TubeLine> list(
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(defaultValue = "false") boolean conflicts,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    String text = TubeInputs.optional("q", q, 64);
    Key key = Page.decode(after, Key::read);
    List<UUID> persons =
        text == null || !caller.may(Permission.SAMPLING_READ)
            ? List.of()
            : views.matching(scope(caller), text);
    TubeBoard.Wanted wanted =
        new TubeBoard.Wanted(
            states(state, caller),
            text == null ? null : escaped(TubeCode.normal(text)),
            persons,
            conflicts,
            key == null ? TimeKeys.NEWEST.at() : key.at(),
            key == null ? "" : key.code(),
            size + 1);
    List<TubeLine> lines =
        board.list(wanted, scope(caller), views.places()).stream()
            .map(line -> shown(line, caller))
            .toList();
    return Page.of(lines, size, line -> line.firstAt() + "|" + line.code());
  }

  /** A percent sign or underscore typed is itself. */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  /** The key a list of tubes goes on from. */
  private record Key(Instant at, String code) {
    static Key read(String text) {
      int bar = text.indexOf('|');
      return new Key(PlainValues.instant(text.substring(0, bar)), text.substring(bar + 1));
    }
  }

  private static @Nullable List<String> states(@Nullable String state, Caller caller) {
    String wanted = TubeInputs.filter("state", state, STATES);
    if (wanted == null) {
      return null;
    }
    if (results(caller)) {
      return List.of(wanted);
    }
    if (OUTCOME.contains(wanted)) {
      throw Refused.forbidden("sampling.results_hidden").field("state").value(wanted);
    }
    if (!wanted.equals("received")) {
      return List.of(wanted);
    }
    List<String> hidden = new ArrayList<>(OUTCOME);
    hidden.add("received");
    return hidden;
  }

  private static boolean results(Caller caller) {
    return caller.may(Permission.RESULTS_READ) || caller.may(Permission.LABORATORY_REPORT);
  }

  /** A laboratory works for the whole park; it sees no people. */
  private static Scope scope(Caller caller) {
    return caller.may(Permission.SAMPLING_READ) ? caller.scope() : Scope.EVERYWHERE;
  }

  private static TubeLine shown(TubeLine line, Caller caller) {
    if (results(caller)) {
      return line;
    }
    return new TubeLine(
        line.code(),
        OUTCOME.contains(line.state()) ? "received" : line.state(),
        line.place(),
        line.size(),
        line.swabs(),
        line.firstAt(),
        line.sealedAt(),
        line.box(),
        line.receivedAt(),
        line.problem(),
        null,
        null,
        line.conflicts());
  }

  @GetMapping("/{code}")
  @Access(
      value = {Permission.SAMPLING_READ, Permission.LABORATORY_REPORT},
      within = Within.UNITS)
  TubePage get(@PathVariable String code, Caller caller) {
    String normal = TubeCode.normal(code);
    TubeLine line =
        board.seen(normal, scope(caller), views.places()).orElseThrow(() -> unknown(normal));
    TubeRow row = tubes.read(List.of(normal)).get(normal);
    if (row == null) {
      throw unknown(normal);
    }
    boolean sees = caller.may(Permission.SAMPLING_READ);
    return new TubePage(
        shown(line, caller),
        sees ? members(row.fold(), caller) : null,
        chain(row),
        results(caller) ? board.results(normal) : null,
        caller.may(Permission.RESULTS_READ) ? reports.ofTube(normal) : null,
        sees ? conflicts.ofTube(normal, caller.scope()) : null);
  }

  private static Refused unknown(String code) {
    return Refused.notFound("sampling.tube_unknown").value(PlainValues.shown(code, 40));
  }

  private List<MemberLine> members(TubeFold fold, Caller caller) {
    Map<UUID, FollowUp> followed = results(caller) ? board.followed(fold.code()) : Map.of();
    TubeViews.Book book =
        views.book(fold.swabs().stream().map(SwabRow::person).toList(), caller.scope());
    return fold.swabs().stream()
        .map(swab ->
            new MemberLine(
                swab.id(),
                fold.position(swab.id()),
                book.person(swab.person()),
                swab.at(),
                book.place(swab.place()),
                swab.by(),
                swab.disease() == null ? swab.purpose() : "specimen",
                swab.lane(),
                swab.ended(),
                swab.ended() ? null : followed.get(swab.person())))
        .toList();
  }

  /** From the first swab to the laboratory: who had it, when. */
  private List<ChainLine> chain(TubeRow row) {
    TubeViews.Book book = views.book(List.of(), Scope.NOWHERE);
    List<ChainLine> chain = new ArrayList<>();
    for (TubeFold.Seal seal : row.fold().seals()) {
      chain.add(
          new ChainLine(
              "sealed", seal.at(), book.place(seal.place()), null, null, null, null, seal.by()));
    }
    List<Step> own = custody.ofTubes(List.of(row.code()));
    Step boxed = CustodySteps.boxed(own);
    List<Step> ofBox =
        boxed == null || boxed.box() == null ? List.of() : custody.ofBoxes(List.of(boxed.box()));
    for (Step step : CustodySteps.chain(own, ofBox)) {
      chain.add(
          new ChainLine(
              step.step(),
              step.at(),
              book.place(step.place()),
              step.box(),
              step.from(),
              step.to(),
              step.temperature(),
              step.by()));
    }
    chain.sort(java.util.Comparator.comparing(ChainLine::at));
    return chain;
  }
}
