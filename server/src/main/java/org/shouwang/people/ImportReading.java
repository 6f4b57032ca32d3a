package org.shouwang.people;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.ImportStore.Counts;
import org.shouwang.people.ImportStore.Import;
import org.shouwang.vault.Vault;
import org.shouwang.web.Refused;
import tools.jackson.databind.ObjectMapper;

/** One reading of a file: finds the headers, checks the rows, stages them thousands at a time. */
final class ImportReading {

  private static final int BATCH = 2_000;
  private static final int HEADER_WITHIN = 30;
  private static final int SAMPLE = 20;

  /** Thrown out of the reading when the import was cancelled meanwhile. */
  static final class Cancelled extends RuntimeException {
    Cancelled() {
      super(null, null, false, false);
    }
  }

  private final Import job;
  private final ImportStore imports;
  private final ImportRowStore rows;
  private final PersonNumbers numbers;
  private final Vault vault;
  private final ObjectMapper json;
  private final Documents documents;
  private final LocalDate today;
  private final Map<String, String> mapping;
  private final UnitTree units;
  private final PlaceSheet.Known places;
  private final @Nullable Set<UUID> within;
  private final double expected;

  private final Map<String, Integer> documentLines = new HashMap<>();
  private final Map<String, Integer> badgeLines = new HashMap<>();
  private final Map<String, UUID> namesAndBirths = new HashMap<>();
  private final Map<String, PhoneHolder> phones = new HashMap<>();
  private final List<Map<String, @Nullable Object>> columnsSeen = new ArrayList<>();
  private final List<SheetRow> batch = new ArrayList<>(BATCH);
  private String sheet = "";
  private @Nullable SheetColumns columns;
  private int tried;
  private int read;
  private int good;
  private int bad;
  private int duplicates;
  private int unchanged;

  private record PhoneHolder(UUID person, @Nullable String household) {}

  /** What a reading works with. */
  record Tools(
      ImportStore imports,
      ImportRowStore rows,
      UnitStore units,
      PersonNumbers numbers,
      Vault vault,
      ObjectMapper json,
      Documents documents) {}

  ImportReading(Import job, Tools tools, Map<String, String> mapping, LocalDate today, long bytes) {
    this.job = job;
    this.imports = tools.imports();
    this.rows = tools.rows();
    this.numbers = tools.numbers();
    this.vault = tools.vault();
    this.json = tools.json();
    this.documents = tools.documents();
    this.mapping = mapping;
    this.today = today;
    this.units = new UnitTree(tools.units().units());
    this.places = new PlaceSheet.Known(tools.units().places());
    this.within = job.scope().everywhere() ? null : units.below(job.scope().units());
    this.expected = Math.max(100, bytes / 75.0);
  }

  /** Takes the next row of the file. */
  void accept(SheetRow row) {
    if (!row.sheet().equals(sheet)) {
      flush();
      sheet = row.sheet();
      columns = null;
      tried = 0;
    }
    SheetColumns found = columns;
    if (found == null) {
      if (tried++ < HEADER_WITHIN) {
        SheetColumns.of(row, job.kind(), mapping).ifPresent(this::start);
      }
      return;
    }
    if (isFooter(found, row)) {
      return;
    }
    batch.add(row);
    if (batch.size() == BATCH) {
      flush();
    }
  }

  /** Ends the reading; says so when no sheet had headers that could be understood. */
  void finish() {
    flush();
    if (columnsSeen.isEmpty()) {
      throw Refused.invalid("people.file_no_header");
    }
  }

  private void start(SheetColumns found) {
    columns = found;
    for (int i = 0; i < found.headers().size(); i++) {
      if (!found.headers().get(i).isEmpty()) {
        Map<String, @Nullable Object> column = new LinkedHashMap<>();
        column.put("sheet", sheet);
        column.put("kind", found.kind().key());
        column.put("header", found.headers().get(i));
        column.put("field", found.field(i));
        columnsSeen.add(column);
      }
    }
  }

  /** Totals, signatures and notes below a list. */
  private static boolean isFooter(SheetColumns columns, SheetRow row) {
    Column named =
        switch (columns.kind()) {
          case PEOPLE, AUTO -> Column.PERSON_NAME;
          case UNITS -> Column.UNIT_NAME;
          case PLACES -> Column.PLACE_NAME;
        };
    Column second =
        switch (columns.kind()) {
          case PEOPLE, AUTO -> Column.DOCUMENT;
          case UNITS -> Column.UNIT_KIND;
          case PLACES -> Column.PLACE_KIND;
        };
    return columns.text(row, named) == null
        && columns.text(row, second) == null
        && row.cells().stream().filter(cell -> !cell.text().isBlank()).count() <= 2;
  }

  private void flush() {
    SheetColumns found = columns;
    if (batch.isEmpty() || found == null) {
      return;
    }
    List<StagedRow> staged =
        switch (found.kind()) {
          case PEOPLE, AUTO -> people(found);
          case UNITS -> units(found);
          case PLACES -> places(found);
        };
    rows.stage(job.id(), staged);
    staged.forEach(this::count);
    batch.clear();
    boolean going =
        imports.count(
            job.id(),
            new Counts(read, good, bad, duplicates, unchanged),
            Math.min(0.58, 0.6 * read / expected),
            json.writeValueAsString(columnsSeen));
    if (!going) {
      throw new Cancelled();
    }
  }

  private void count(StagedRow row) {
    if (row.suspect()) {
      duplicates++;
    }
    switch (row.state()) {
      case "bad" -> bad++;
      case "unchanged" -> unchanged++;
      default -> good++;
    }
  }

  private List<StagedRow> units(SheetColumns found) {
    UnitSheet sheetOfUnits = new UnitSheet(found, units, within);
    List<StagedRow> staged = new ArrayList<>();
    for (SheetRow row : batch) {
      UnitSheet.Draft draft = sheetOfUnits.read(row);
      UUID id = draft.unit() == null ? null : draft.unit().id();
      staged.add(plain(found, row, draft.state(), draft.reasons(), id, draft.record()));
    }
    return staged;
  }

  private List<StagedRow> places(SheetColumns found) {
    PlaceSheet sheetOfPlaces = new PlaceSheet(found, places, units, job.scope().everywhere());
    List<StagedRow> staged = new ArrayList<>();
    for (SheetRow row : batch) {
      PlaceSheet.Draft draft = sheetOfPlaces.read(row);
      UUID id = draft.place() == null ? null : draft.place().id();
      staged.add(plain(found, row, draft.state(), draft.reasons(), id, draft.record()));
    }
    return staged;
  }

  private StagedRow plain(
      SheetColumns found,
      SheetRow row,
      String state,
      List<Reason> reasons,
      @Nullable UUID id,
      Map<String, @Nullable Object> record) {
    int number = ++read;
    return new StagedRow(
        number,
        row,
        state,
        false,
        reasons,
        cells(found, row, number, reasons),
        id,
        null,
        null,
        null,
        null,
        json.writeValueAsString(record));
  }

  private byte @Nullable [] cells(
      SheetColumns found, SheetRow row, int number, List<Reason> reasons) {
    if (reasons.isEmpty() && number > SAMPLE) {
      return null;
    }
    return vault.seal(
        json.writeValueAsString(found.cells(row)).getBytes(StandardCharsets.UTF_8),
        "import:" + job.id() + ":" + number);
  }

  private List<StagedRow> people(SheetColumns found) {
    PersonSheet sheetOfPeople = new PersonSheet(found, units, within, documents, today);
    List<Candidate> candidates = new ArrayList<>(batch.size());
    for (SheetRow row : batch) {
      candidates.add(candidate(found, row, sheetOfPeople.read(row)));
    }
    List<Candidate> able =
        candidates.stream().filter(it -> it.draft().reasons().isEmpty()).toList();
    Neighbours neighbours = neighbours(able);
    List<StagedRow> staged = new ArrayList<>(batch.size());
    for (Candidate candidate : candidates) {
      staged.add(judge(found, candidate, neighbours));
    }
    return staged;
  }

  /** A row with its draft and the indexes it is looked up by. */
  private record Candidate(
      int number,
      SheetRow row,
      PersonDraft draft,
      byte @Nullable [] documentKey,
      byte @Nullable [] phoneKey) {

    String documentHex() {
      return documentKey == null ? "" : HexFormat.of().formatHex(documentKey);
    }

    String phoneHex() {
      return phoneKey == null ? "" : HexFormat.of().formatHex(phoneKey);
    }
  }

  private Candidate candidate(SheetColumns found, SheetRow row, PersonDraft draft) {
    Documents.Checked document = draft.document();
    byte[] documentKey =
        document == null ? null : numbers.documentKey(document.type(), document.number());
    byte[] phoneKey = draft.phone() == null ? null : numbers.phoneKey(draft.phone());
    Candidate candidate = new Candidate(++read, row, draft, documentKey, phoneKey);
    if (draft.reasons().isEmpty()) {
      Integer line = documentLines.putIfAbsent(candidate.documentHex(), row.line());
      if (line != null) {
        draft
            .reasons()
            .add(
                Reason.of("people.row_repeated", found.header(Column.DOCUMENT))
                    .with("line", line.toString()));
      }
    }
    String badge = draft.badge();
    if (badge != null && draft.reasons().isEmpty()) {
      Integer line = badgeLines.putIfAbsent(badge, row.line());
      if (line != null) {
        draft
            .reasons()
            .add(
                Reason.of("people.badge_repeated", found.header(Column.BADGE))
                    .with("line", line.toString()));
      }
    }
    return candidate;
  }

  /** What the database knows of a batch. */
  private record Neighbours(
      Map<String, KnownPerson> documents,
      Map<Integer, UUID> sameNames,
      Map<String, ImportRowStore.PhoneOwner> phones,
      Map<String, UUID> badges) {}

  private Neighbours neighbours(List<Candidate> able) {
    List<byte[]> documentKeys = new ArrayList<>();
    List<byte[]> phoneKeys = new ArrayList<>();
    List<Integer> at = new ArrayList<>();
    List<PersonDraft> drafts = new ArrayList<>();
    List<String> badges = new ArrayList<>();
    for (Candidate candidate : able) {
      if (candidate.documentKey() != null) {
        documentKeys.add(candidate.documentKey());
      }
      if (candidate.phoneKey() != null) {
        phoneKeys.add(candidate.phoneKey());
      }
      if (candidate.draft().badge() != null) {
        badges.add(candidate.draft().badge());
      }
      at.add(candidate.number());
      drafts.add(candidate.draft());
    }
    return new Neighbours(
        rows.known(documentKeys),
        rows.sameNameAndBirth(at, drafts),
        rows.samePhone(phoneKeys),
        rows.sameBadge(badges));
  }

  private StagedRow judge(SheetColumns found, Candidate candidate, Neighbours neighbours) {
    PersonDraft draft = candidate.draft();
    KnownPerson known =
        draft.reasons().isEmpty() ? neighbours.documents().get(candidate.documentHex()) : null;
    String badge = draft.badge();
    UUID bearer = badge == null ? null : neighbours.badges().get(badge);
    if (draft.reasons().isEmpty()
        && bearer != null
        && (known == null || !known.id().equals(bearer))) {
      draft.reasons().add(Reason.of("people.badge_taken", found.header(Column.BADGE)));
    }
    Documents.Checked document = draft.document();
    if (!draft.reasons().isEmpty() || document == null) {
      return staged(found, candidate, "bad", null, null, null, null);
    }
    PersonNumbers.Kept phone = draft.phone() == null ? null : numbers.phone(draft.phone());
    if (known != null) {
      Map<String, List<String>> changes = known.changes(draft, candidate.phoneKey());
      String state = changes.isEmpty() ? "unchanged" : "changed";
      remember(candidate, known.id());
      return staged(
          found,
          candidate,
          state,
          known.id(),
          numbers.document(document.type(), document.number()),
          phone,
          new Extra(changes.isEmpty() ? null : json.writeValueAsString(changes), null));
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    Suspect suspect = suspect(candidate, neighbours);
    remember(candidate, id);
    if (suspect != null) {
      draft.notices().add(Reason.of(suspect.code(), found.header(suspect.column())));
    }
    String other =
        suspect == null
            ? null
            : json.writeValueAsString(
                Map.of("other", suspect.other().toString(), "why", suspect.why()));
    return staged(
        found,
        candidate,
        "new",
        id,
        numbers.document(document.type(), document.number()),
        phone,
        new Extra(null, other));
  }

  private record Extra(@Nullable String changes, @Nullable String record) {}

  private StagedRow staged(
      SheetColumns found,
      Candidate candidate,
      String state,
      @Nullable UUID id,
      PersonNumbers.@Nullable Kept document,
      PersonNumbers.@Nullable Kept phone,
      @Nullable Extra extra) {
    PersonDraft draft = candidate.draft();
    List<Reason> shown = "bad".equals(state) ? draft.reasons() : draft.notices();
    return new StagedRow(
        candidate.number(),
        candidate.row(),
        state,
        extra != null && extra.record() != null,
        shown,
        cells(found, candidate.row(), candidate.number(), shown),
        id,
        draft,
        document,
        phone,
        extra == null ? null : extra.changes(),
        extra == null ? null : extra.record());
  }

  private record Suspect(UUID other, String why, String code, Column column) {}

  private @Nullable Suspect suspect(Candidate candidate, Neighbours neighbours) {
    PersonDraft draft = candidate.draft();
    UUID namesake = neighbours.sameNames().get(candidate.number());
    if (namesake == null) {
      namesake = namesAndBirths.get(nameAndBirth(draft));
    }
    if (namesake != null && draft.birthDate() != null) {
      return new Suspect(namesake, "name_and_birth", "people.suspect_name", Column.PERSON_NAME);
    }
    ImportRowStore.PhoneOwner owner = neighbours.phones().get(candidate.phoneHex());
    PhoneHolder holder =
        owner != null
            ? new PhoneHolder(owner.person(), owner.household())
            : phones.get(candidate.phoneHex());
    boolean family =
        holder != null && draft.household() != null && draft.household().equals(holder.household());
    return holder == null || family
        ? null
        : new Suspect(holder.person(), "phone", "people.suspect_phone", Column.PHONE);
  }

  private void remember(Candidate candidate, UUID id) {
    namesAndBirths.put(nameAndBirth(candidate.draft()), id);
    if (candidate.phoneKey() != null) {
      phones.put(candidate.phoneHex(), new PhoneHolder(id, candidate.draft().household()));
    }
  }

  private static String nameAndBirth(PersonDraft draft) {
    return draft.name() + "|" + draft.birthDate();
  }
}
