package org.shouwang.people;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of people: one small check for each thing that may be wrong, all reasons named. */
final class PersonSheet {

  private final SheetColumns columns;
  private final UnitTree units;
  private final @Nullable Set<UUID> within;
  private final Documents documents;
  private final LocalDate today;

  /**
   * @param within the units that the caller may bring people into; null for all
   */
  PersonSheet(
      SheetColumns columns,
      UnitTree units,
      @Nullable Set<UUID> within,
      Documents documents,
      LocalDate today) {
    this.columns = columns;
    this.units = units;
    this.within = within;
    this.documents = documents;
    this.today = today;
  }

  PersonDraft read(SheetRow row) {
    List<Reason> reasons = new ArrayList<>();
    List<Reason> notices = new ArrayList<>();
    String name = name(row, reasons);
    Documents.Checked document = document(row, reasons, notices);
    LocalDate born = birthDate(row, document, reasons);
    String sex = sex(row, document, reasons);
    Unit unit = unit(row, reasons);
    UnitKind unitKind = unit == null ? UnitKind.OUTSIDE : units.decidingKind(unit);
    return new PersonDraft(
        name,
        sex,
        born,
        word(row, Column.PERSON_KIND, Words::personKind, unitKind.personKind(), reasons),
        word(row, Column.CLASS_OF_PERSON, Words::classOfPerson, unitKind.classOfPerson(), reasons),
        document,
        phone(row, reasons),
        unit,
        bounded(row, Column.HOME, 200, reasons),
        bounded(row, Column.POST, 60, reasons),
        columns.has(Column.KEY_POST) ? Words.yes(columns.text(row, Column.KEY_POST)) : null,
        columns.has(Column.PARTY) ? party(row, reasons) : null,
        bounded(row, Column.SKILLS, 200, reasons),
        badge(row, Column.BADGE, reasons),
        counterpart(row, reasons),
        bounded(row, Column.HOUSEHOLD, 40, reasons),
        bounded(row, Column.RELATION, 20, reasons),
        bounded(row, Column.ROLE, 60, reasons),
        reasons,
        notices);
  }

  private String name(SheetRow row, List<Reason> reasons) {
    String name = Texts.name(columns.cell(row, Column.PERSON_NAME).text());
    if (name.isEmpty()) {
      reasons.add(Reason.of("people.name_missing", columns.header(Column.PERSON_NAME)));
    } else if (name.length() > 50) {
      reasons.add(tooLong(Column.PERSON_NAME, 50));
    }
    return name;
  }

  private Documents.@Nullable Checked document(
      SheetRow row, List<Reason> reasons, List<Reason> notices) {
    String header = columns.header(Column.DOCUMENT);
    SheetRow.Cell cell = columns.cell(row, Column.DOCUMENT);
    String number = Words.withoutLabel(cell.text());
    if (cell.number() && Texts.code(number).length() >= 16) {
      reasons.add(Reason.of("people.document_rounded", header));
      return null;
    }
    String type = columns.text(row, Column.DOCUMENT_TYPE);
    Optional<DocumentType> stated = type == null ? Optional.empty() : Words.documentType(type);
    if (type != null && stated.isEmpty()) {
      reasons.add(
          Reason.of("people.document_type", columns.header(Column.DOCUMENT_TYPE))
              .with("value", type));
      return null;
    }
    Documents.Checked checked =
        stated.isPresent() ? documents.check(stated.get(), number) : documents.check(number);
    String problem = checked.problem();
    if (problem != null) {
      reasons.add(Reason.of(problem, header));
      return null;
    }
    if (cell.formula()) {
      notices.add(Reason.of("people.cell_formula", header));
    }
    return checked;
  }

  private @Nullable LocalDate birthDate(
      SheetRow row, Documents.@Nullable Checked document, List<Reason> reasons) {
    LocalDate inDocument = document == null ? null : document.birthDate();
    String text = columns.text(row, Column.BIRTH_DATE);
    String header = columns.header(Column.BIRTH_DATE);
    LocalDate born = inDocument;
    if (text != null) {
      Optional<LocalDate> stated = FieldDates.parse(text);
      if (stated.isEmpty()) {
        reasons.add(Reason.of("people.date_invalid", header).with("value", text));
        return inDocument;
      }
      if (inDocument != null && !inDocument.equals(stated.get())) {
        reasons.add(Reason.of("people.birth_mismatch", header));
      }
      born = stated.get();
    }
    if (born != null && born.isAfter(today)) {
      reasons.add(
          Reason.of(
              "people.birth_future", text == null ? columns.header(Column.DOCUMENT) : header));
    }
    return born;
  }

  private @Nullable String sex(
      SheetRow row, Documents.@Nullable Checked document, List<Reason> reasons) {
    Boolean male = document == null ? null : document.male();
    String inDocument = male == null ? null : male ? "male" : "female";
    String text = columns.text(row, Column.SEX);
    if (text == null) {
      return inDocument;
    }
    String stated = Words.sex(text);
    if (stated == null) {
      reasons.add(unknownWord(Column.SEX, text));
    } else if (inDocument != null && !inDocument.equals(stated)) {
      reasons.add(Reason.of("people.sex_mismatch", columns.header(Column.SEX)));
    }
    return stated == null ? inDocument : stated;
  }

  private @Nullable Unit unit(SheetRow row, List<Reason> reasons) {
    String code = columns.text(row, Column.UNIT_CODE);
    StringBuilder path = new StringBuilder();
    for (Column step : List.of(Column.UNIT, Column.DEPARTMENT, Column.TEAM)) {
      String text = columns.text(row, step);
      if (text != null) {
        path.append(path.isEmpty() ? "" : "/").append(text);
      }
    }
    String field = columns.header(columns.has(Column.UNIT) ? Column.UNIT : Column.UNIT_CODE);
    String value = code == null ? path.toString() : code;
    if (value.isEmpty()) {
      reasons.add(Reason.of("people.unit_missing", field));
      return null;
    }
    List<Unit> found =
        code == null ? units.find(value) : units.byCode(code).map(List::of).orElse(List.of());
    if (found.size() != 1) {
      String problem = found.isEmpty() ? "people.unit_unknown" : "people.unit_ambiguous";
      reasons.add(Reason.of(problem, field).with("value", value));
      return null;
    }
    Unit unit = found.getFirst();
    if (within != null && !within.contains(unit.id())) {
      reasons.add(Reason.of("people.unit_outside", field).with("value", value));
    }
    return unit;
  }

  private @Nullable String phone(SheetRow row, List<Reason> reasons) {
    String text = columns.text(row, Column.PHONE);
    if (text == null) {
      return null;
    }
    String phone = Phone.normalised(text);
    if (!Phone.isValid(phone)) {
      reasons.add(Reason.of("people.phone_invalid", columns.header(Column.PHONE)));
      return null;
    }
    return phone;
  }

  private String party(SheetRow row, List<Reason> reasons) {
    String text = columns.text(row, Column.PARTY);
    String party = Words.party(text);
    if (party == null) {
      reasons.add(unknownWord(Column.PARTY, String.valueOf(text)));
    }
    return party == null ? "none" : party;
  }

  private @Nullable String badge(SheetRow row, Column column, List<Reason> reasons) {
    String badge = bounded(row, column, 40, reasons);
    return badge == null ? null : Texts.code(badge);
  }

  private @Nullable String counterpart(SheetRow row, List<Reason> reasons) {
    String counterpart = badge(row, Column.COUNTERPART, reasons);
    String own = columns.text(row, Column.BADGE);
    if (counterpart != null && own != null && counterpart.equals(Texts.code(own))) {
      reasons.add(
          Reason.of("people.counterpart_self", columns.header(Column.COUNTERPART))
              .with("value", counterpart));
    }
    return counterpart;
  }

  private @Nullable String bounded(SheetRow row, Column column, int most, List<Reason> reasons) {
    String text = columns.text(row, column);
    if (text != null && text.length() > most) {
      reasons.add(tooLong(column, most));
    }
    return text;
  }

  private String word(
      SheetRow row,
      Column column,
      java.util.function.Function<String, @Nullable String> words,
      String otherwise,
      List<Reason> reasons) {
    String text = columns.text(row, column);
    if (text == null) {
      return otherwise;
    }
    String word = words.apply(text);
    if (word == null) {
      reasons.add(unknownWord(column, text));
      return otherwise;
    }
    return word;
  }

  private Reason tooLong(Column column, int most) {
    return Reason.of("people.text_long", columns.header(column)).with("most", String.valueOf(most));
  }

  private Reason unknownWord(Column column, String text) {
    return Reason.of("people.word_unknown", columns.header(column)).with("value", text);
  }
}
