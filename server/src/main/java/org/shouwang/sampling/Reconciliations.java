package org.shouwang.sampling;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.capture.PersonReference;
import org.shouwang.capture.PersonReference.ByDocument;
import org.shouwang.capture.PersonResolver;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.people.TableRows;
import org.shouwang.sampling.ReconcileRules.Matched;
import org.shouwang.sampling.ReconcileRules.Theirs;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes in the registration file of the government's system where that registers, instead of typing
 * twice: matched with ours by person and time; what stands on one side only is listed, and theirs
 * can be taken over.
 */
@Service
class Reconciliations {

  private static final int MOST_ROWS = 50_000;
  private static final int TITLES = 10;
  private static final Map<String, List<String>> HEADERS =
      Map.of(
          "document",
          List.of("证件号", "证件号码", "身份证号", "身份证号码", "证件编号", "document", "idnumber"),
          "tube",
          List.of("管码", "采样管编号", "采样管码", "试管编号", "试管码", "条码", "tube", "code", "barcode"),
          "at",
          List.of("采样时间", "登记时间", "时间", "sampledat", "time"),
          "name",
          List.of("姓名", "name"));

  private final ReconciliationStore store;
  private final PersonResolver resolver;
  private final People people;
  private final TubeStore tubes;
  private final TubeBook book;
  private final Filling filling;
  private final Audit audit;
  private final WorldClock world;

  Reconciliations(
      ReconciliationStore store,
      PersonResolver resolver,
      People people,
      TubeStore tubes,
      TubeBook book,
      Filling filling,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.resolver = resolver;
    this.people = people;
    this.tubes = tubes;
    this.book = book;
    this.filling = filling;
    this.audit = audit;
    this.world = world;
  }

  /** A row as read; the document never leaves this class. */
  private record Line(int row, ByDocument who, String tube, Instant at) {}

  @Transactional
  UUID reconcile(String name, Path file, UUID place, Caller caller) {
    if (!people.places().containsKey(place)) {
      throw Refused.invalid("sampling.place_unknown").field("placeId").value(place);
    }
    List<Line> lines = new ArrayList<>();
    List<ReconciliationStore.Row> bad = new ArrayList<>();
    read(file, name, lines, bad);
    List<Theirs> theirs = resolved(lines, bad);
    Duration window = book.hours(world.now(), "sampling.reconcile_hours", 1);
    Instant from = theirs.stream().map(Theirs::at).min(Instant::compareTo).orElse(null);
    Instant until = theirs.stream().map(Theirs::at).max(Instant::compareTo).orElse(null);
    Matched matched =
        from == null || until == null
            ? new Matched(List.of(), List.of(), List.of())
            : ReconcileRules.match(
                theirs,
                store.ours(
                    theirs.stream().map(Theirs::person).toList(),
                    place,
                    from.minus(window),
                    until.plus(window)),
                window);
    UUID id = UuidCreator.getTimeOrderedEpoch();
    store.insert(
        new ReconciliationStore.Reconciliation(
            id,
            name.length() > 120 ? name.substring(0, 120) : name,
            place,
            from,
            until,
            lines.size() + bad.size(),
            matched.pairs().size(),
            matched.theirs().size(),
            matched.ours().size(),
            bad.size(),
            world.now(),
            caller.name(),
            matched.theirs().size()));
    store.rows(id, matched, bad);
    audit.record(
        caller.actor(),
        "sampling.reconciled",
        "reconciliation:" + id,
        Map.of(
            "matched", matched.pairs().size(),
            "theirs", matched.theirs().size(),
            "ours", matched.ours().size(),
            "bad", bad.size()));
    return id;
  }

  private static void read(
      Path file, String name, List<Line> lines, List<ReconciliationStore.Row> bad) {
    Map<String, Integer> columns = new HashMap<>();
    int[] titles = {0};
    TableRows.read(
        file,
        name,
        MOST_ROWS,
        (number, cells) -> {
          if (columns.isEmpty()) {
            if (titles[0]++ < TITLES) {
              columns.putAll(headers(cells));
            }
            return;
          }
          try {
            lines.add(line(number, cells, columns));
          } catch (ResultRows.Unreadable no) {
            bad.add(ReconciliationStore.Row.bad(number, no.code()));
          }
        });
    if (columns.isEmpty()) {
      throw Refused.invalid("sampling.registration_headers").field("file");
    }
  }

  private static Map<String, Integer> headers(List<String> cells) {
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      String header = cells.get(i).strip().replace(" ", "").toLowerCase(Locale.ROOT);
      int at = i;
      HEADERS.forEach((field, names) -> {
        if (names.contains(header)) {
          columns.putIfAbsent(field, at);
        }
      });
    }
    boolean usable =
        columns.containsKey("document") && columns.containsKey("tube") && columns.containsKey("at");
    return usable ? columns : Map.of();
  }

  private static Line line(int number, List<String> cells, Map<String, Integer> columns)
      throws ResultRows.Unreadable {
    String document = cell(cells, columns.get("document")).toUpperCase(Locale.ROOT);
    String tube = TubeCode.normal(cell(cells, columns.get("tube")));
    if (document.isEmpty() || document.length() > 40) {
      throw new ResultRows.Unreadable("document", "", "sampling.row_document_wrong");
    }
    if (tube.isEmpty() || tube.length() > 64) {
      throw new ResultRows.Unreadable("tube", "", "sampling.row_tube_missing");
    }
    Instant at = ResultRows.time(cell(cells, columns.get("at")));
    String name = cell(cells, columns.get("name"));
    return new Line(
        number,
        new ByDocument(
            type(document),
            document,
            name.isEmpty() ? null : name.substring(0, Math.min(60, name.length())),
            null),
        tube,
        at);
  }

  private static String cell(List<String> cells, @Nullable Integer at) {
    if (at == null || at >= cells.size()) {
      return "";
    }
    String text = cells.get(at).replace('\u3000', ' ').strip();
    return text.startsWith("'") ? text.substring(1).strip() : text;
  }

  private static String type(String document) {
    if (document.length() == 18) {
      return document.matches("8[123]0000.*") ? "residence_permit" : "resident_id";
    }
    return document.matches("[HM]\\d{8}(\\d{2})?") ? "home_return_permit" : "passport";
  }

  private List<Theirs> resolved(List<Line> lines, List<ReconciliationStore.Row> bad) {
    Map<PersonReference, PersonResolver.Resolution> found =
        resolver.resolve(lines.stream().map(line -> (PersonReference) line.who()).toList());
    List<Theirs> theirs = new ArrayList<>();
    for (Line line : lines) {
      if (found.get(line.who()) instanceof PersonResolver.Resolution.Found person) {
        theirs.add(new Theirs(line.row(), person.id(), line.tube(), line.at()));
      } else {
        bad.add(ReconciliationStore.Row.bad(line.row(), "sampling.row_document_wrong"));
      }
    }
    return theirs;
  }

  /** Takes over what only they have, as swabs of ours; once. */
  @Transactional
  int take(UUID id, Caller caller) {
    ReconciliationStore.Reconciliation job =
        store
            .lock(id)
            .orElseThrow(() -> Refused.notFound("sampling.reconciliation_unknown").value(id));
    List<ReconciliationStore.Row> rows = store.untaken(id);
    if (rows.isEmpty()) {
      return 0;
    }
    Map<UUID, PersonSummary> persons =
        people.facts(rows.stream().map(row -> Objects.requireNonNull(row.person())).toList());
    Map<String, TubeRow> known =
        tubes.read(
            rows.stream().map(row -> Objects.requireNonNull(row.tube())).distinct().toList());
    Map<Integer, UUID> taken = new LinkedHashMap<>();
    List<SwabStore.New> swabs = new ArrayList<>();
    for (ReconciliationStore.Row row : rows) {
      UUID swab = UuidCreator.getTimeOrderedEpoch();
      UUID person = Objects.requireNonNull(row.person());
      PersonSummary summary = persons.get(person);
      TubeRow tube = known.get(Objects.requireNonNull(row.tube()));
      taken.put(row.row(), swab);
      swabs.add(
          new SwabStore.New(
              Objects.requireNonNull(row.tube()),
              new SwabRow(
                  swab,
                  Objects.requireNonNull(row.at()),
                  person,
                  job.place(),
                  summary == null ? null : summary.unitId(),
                  null,
                  caller.id(),
                  caller.name(),
                  tube == null || tube.fold().size() == 0 ? 10 : tube.fold().size(),
                  0,
                  null,
                  null,
                  "round",
                  null,
                  false,
                  false,
                  false,
                  null),
              world.now(),
              0,
              false,
              "{\"reconciliation\":\"" + id + "\"}"));
    }
    filling.fill(swabs, caller.actor());
    store.taken(id, taken);
    audit.record(
        caller.actor(),
        "sampling.registrations_taken",
        "reconciliation:" + id,
        Map.of("swabs", swabs.size()));
    return swabs.size();
  }
}
