package org.shouwang.linelists;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseIntake;
import org.shouwang.clock.WorldClock;
import org.shouwang.linelists.ListRowStore.Kept;
import org.shouwang.linelists.ListStore.LineList;
import org.shouwang.linelists.ListStore.Settings;
import org.shouwang.people.TableRows;
import org.shouwang.vault.Vault;
import org.shouwang.web.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** Reads a list and takes it in, a batch at a time. */
@Component
class ListWork {

  /** A line list is of an outbreak, not of a country. */
  static final int MOST_ROWS = 20_000;

  private static final int BATCH = 500;
  private static final int COMMIT = 100;
  private static final Logger log = LoggerFactory.getLogger(ListWork.class);

  private final ListStore store;
  private final ListRowStore rows;
  private final Taking taking;
  private final Mappings mappings;
  private final Diseases diseases;
  private final Vault vault;
  private final WorldClock world;
  private final TransactionTemplate transaction;
  private final ObjectMapper json;

  ListWork(
      ListStore store,
      ListRowStore rows,
      Taking taking,
      Mappings mappings,
      Diseases diseases,
      Vault vault,
      WorldClock world,
      TransactionTemplate transaction,
      ObjectMapper json) {
    this.store = store;
    this.rows = rows;
    this.taking = taking;
    this.mappings = mappings;
    this.diseases = diseases;
    this.vault = vault;
    this.world = world;
    this.transaction = transaction;
    this.json = json;
  }

  /** Headers of a list with some of their values. */
  List<Survey.Seen> headers(LineList job) {
    return job.headers() == null
        ? List.of()
        : json.readValue(
            vault.unseal(job.headers(), "line-list-headers:" + job.id()),
            new TypeReference<List<Survey.Seen>>() {});
  }

  Map<String, String> cells(UUID list, Kept row) {
    return row.sealed() == null
        ? Map.of()
        : json.readValue(
            vault.unseal(row.sealed(), context(list, row.number())),
            new TypeReference<LinkedHashMap<String, String>>() {});
  }

  private static String context(UUID list, int number) {
    return "line-list:" + list + ":" + number;
  }

  // ── reading ────────────────────────────────────────────────────────────────────────────────────

  /**
   * Looks at the file, and judges its rows if its columns are known.
   *
   * @return where the list stands then
   */
  ListStore.State read(LineList job, Path file) {
    Survey survey = new Survey();
    TableRows.read(file, job.fileName(), MOST_ROWS + 20, (line, cells) -> survey.row(cells));
    survey.end();
    if (survey.rows() == 0) {
      throw Refused.invalid("linelists.empty");
    }
    ListFormat format = Headers.format(survey.headers());
    store.headers(
        job.id(),
        format,
        vault.seal(json.writeValueAsBytes(survey.columns()), "line-list-headers:" + job.id()));
    Settings settings = settings(job, format, survey);
    Mapping mapping = mappings.read(Objects.requireNonNull(settings.mapping()));
    if (mapping.order() == DayOrder.AUTO) {
      mapping = mapping.ordered(survey.order(mapping));
    }
    store.map(
        job.id(),
        new Settings(
            settings.kind(),
            mappings.text(mapping),
            settings.mappedBy(),
            settings.document(),
            settings.caseId(),
            settings.noteUnknown()),
        List.of(ListStore.State.READING),
        ListStore.State.READING);
    if (settings.kind() == null || !Mappings.missing(mapping, settings.kind()).isEmpty()) {
      return ListStore.State.MAPPING;
    }
    LineList known = store.find(job.id()).orElseThrow();
    judge(known, mapping, survey, file);
    return ListStore.State.PREVIEWED;
  }

  private Settings settings(LineList job, ListFormat format, Survey survey) {
    if (job.settings().mapping() != null) {
      return job.settings();
    }
    Optional<MappingStore.Saved> saved = mappings.saved(survey.headers());
    if (saved.isPresent()) {
      return new Settings(
          saved.get().kind(), saved.get().mapping(), saved.get().name(), null, null, false);
    }
    Mapping usual = Mapping.of(format, survey.headers());
    return new Settings(usual.kind(), mappings.text(usual), null, null, null, false);
  }

  private void judge(LineList job, Mapping mapping, Survey survey, Path file) {
    Reading reading = new Reading(job, mapping, survey);
    TableRows.read(file, job.fileName(), MOST_ROWS + 20, reading::row);
    reading.flush();
  }

  private RowRules rules(LineList job, Mapping mapping) {
    return new RowRules(
        mapping,
        Objects.requireNonNull(job.settings().kind()),
        world.now(),
        CaseIntake.LOOK_BACK,
        diseases::called);
  }

  /** A pass through the file that judges its rows. */
  private final class Reading {
    private final LineList job;
    private final Mapping mapping;
    private final Survey survey;
    private final RowRules rules;
    private final List<Kept> kept = new ArrayList<>();
    private final List<Integer> at = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private int before;
    private int number;

    Reading(LineList job, Mapping mapping, Survey survey) {
      this.job = job;
      this.mapping = mapping;
      this.survey = survey;
      this.rules = rules(job, mapping);
    }

    void row(int line, List<String> row) {
      if (before++ <= survey.headerRow() || Survey.isRemark(row)) {
        return;
      }
      if (++number > MOST_ROWS) {
        throw Refused.invalid("linelists.too_many_rows").with("limit", MOST_ROWS);
      }
      Map<String, String> cells = Survey.cells(survey.headers(), row);
      RowRules.Read read = rules.read(cells);
      Draft draft = read.draft();
      byte[] sealed = vault.seal(json.writeValueAsBytes(cells), context(job.id(), number));
      if (draft != null) {
        at.add(kept.size());
        drafts.add(draft);
      }
      kept.add(
          new Kept(number, line, ListRowStore.State.BAD, text(read.reasons()), sealed, null, null));
      if (kept.size() >= BATCH) {
        flush();
      }
    }

    void flush() {
      List<Verdict> verdicts = taking.judge(job, mapping, drafts);
      for (int i = 0; i < verdicts.size(); i++) {
        Kept row = kept.get(at.get(i));
        Verdict verdict = once(verdicts.get(i), drafts.get(i), row.line());
        kept.set(
            at.get(i),
            new Kept(
                row.number(),
                row.line(),
                verdict.state(),
                text(verdict.reasons()),
                row.sealed(),
                verdict.person(),
                verdict.caseId()));
      }
      rows.insert(job.id(), kept);
      store.progress(job.id(), Math.min(0.99, number / (double) Math.max(1, survey.rows())));
      kept.clear();
      at.clear();
      drafts.clear();
    }

    /** Nobody is a case of one disease twice in one list. */
    private Verdict once(Verdict verdict, Draft draft, int line) {
      boolean acts = verdict.state() != ListRowStore.State.BAD;
      if (job.settings().kind() != ListKind.CASES || !acts) {
        return verdict;
      }
      String whom = verdict.person() == null ? draft.document() : verdict.person().toString();
      String disease = diseases.of(draft);
      Integer other = whom == null ? null : seen.putIfAbsent(whom + "|" + disease, line);
      return other == null
          ? verdict
          : Verdict.bad(RowReason.of("linelists.twice", null).with("line", other));
    }
  }

  private @Nullable String text(List<RowReason> reasons) {
    return reasons.isEmpty() ? null : json.writeValueAsString(reasons);
  }

  // ── taking in ──────────────────────────────────────────────────────────────────────────────────

  /** Takes the good rows in, some at a time; what was taken in stays so when it is cut off. */
  void take(LineList job, DoubleConsumer progress) {
    Mapping mapping = mappings.read(Objects.requireNonNull(job.settings().mapping()));
    int all = job.counts().fresh() + job.counts().joined() + job.counts().changed();
    int done = 0;
    List<Kept> batch = rows.toDo(job.id(), 0, COMMIT);
    while (!batch.isEmpty()) {
      take(job, mapping, batch, 2);
      done += batch.size();
      progress.accept(Math.min(0.99, done / (double) Math.max(1, all)));
      batch = rows.toDo(job.id(), batch.getLast().number(), COMMIT);
    }
  }

  /** A batch that fails is tried once more, then halved until the bad row stands alone. */
  private void take(LineList job, Mapping mapping, List<Kept> batch, int tries) {
    try {
      transaction.executeWithoutResult(status -> taken(job, mapping, batch));
    } catch (RuntimeException failure) {
      if (tries > 1 && !(failure instanceof Refused)) {
        take(job, mapping, batch, tries - 1);
      } else if (batch.size() > 1) {
        int half = batch.size() / 2;
        take(job, mapping, batch.subList(0, half), 2);
        take(job, mapping, batch.subList(half, batch.size()), 2);
      } else {
        log.warn(
            "row {} of list {} failed: {}",
            batch.getFirst().number(),
            job.id(),
            failure.getClass().getName());
        transaction.executeWithoutResult(status ->
            rows.judged(job.id(), List.of(judged(batch.getFirst(), Verdict.bad(reason(failure))))));
      }
    }
  }

  private static RowReason reason(RuntimeException failure) {
    if (!(failure instanceof Refused refused)) {
      return RowReason.of("linelists.row_failed", null);
    }
    RowReason reason = RowReason.of(refused.code(), null);
    for (Map.Entry<String, Object> each : refused.values().entrySet()) {
      reason = reason.with(each.getKey(), each.getValue());
    }
    return reason;
  }

  private void taken(LineList job, Mapping mapping, List<Kept> batch) {
    RowRules rules = rules(job, mapping);
    List<Kept> judged = new ArrayList<>();
    List<Kept> good = new ArrayList<>();
    List<Draft> drafts = new ArrayList<>();
    for (Kept row : batch) {
      RowRules.Read read = rules.read(cells(job.id(), row));
      if (read.draft() == null) {
        judged.add(judged(row, Verdict.bad(read.reasons().getFirst())));
      } else {
        good.add(row);
        drafts.add(read.draft());
      }
    }
    List<Verdict> verdicts = taking.take(job, mapping, drafts);
    for (int i = 0; i < good.size(); i++) {
      judged.add(judged(good.get(i), verdicts.get(i)));
    }
    rows.judged(job.id(), judged);
  }

  private Kept judged(Kept row, Verdict verdict) {
    return new Kept(
        row.number(),
        row.line(),
        verdict.state(),
        text(verdict.reasons()),
        null,
        verdict.person(),
        verdict.caseId());
  }
}
