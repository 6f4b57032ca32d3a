package org.shouwang.linelists;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.linelists.FileDays.Moment;

/** Reads a row by a mapping, and names everything that is wrong with it. Pure. */
final class RowRules {

  private static final int MOST = 200;

  private final Mapping mapping;
  private final ListKind kind;
  private final Instant now;
  private final Duration lookBack;
  private final Function<String, @Nullable String> diseases;

  /**
   * @param lookBack how far back anything may lie
   * @param diseases the key of what a list calls a disease; null: nobody knows
   */
  RowRules(
      Mapping mapping,
      ListKind kind,
      Instant now,
      Duration lookBack,
      Function<String, @Nullable String> diseases) {
    this.mapping = mapping;
    this.kind = kind;
    this.now = now;
    this.lookBack = lookBack;
    this.diseases = diseases;
  }

  /**
   * What became of a row.
   *
   * @param draft null when there are reasons
   */
  record Read(@Nullable Draft draft, List<RowReason> reasons) {}

  /** Reads a row, its cells by header. */
  Read read(Map<String, String> cells) {
    Row row = new Row(cells);
    String name = row.name();
    row.checkPerson();
    boolean cases = kind == ListKind.CASES;
    Moment onset = row.moment(Field.ONSET);
    Moment last = row.moment(Field.LAST_CONTACT);
    Moment first = row.moment(Field.FIRST_CONTACT);
    if (!cases && last == null && row.reasons.isEmpty()) {
      row.fault("linelists.field_missing", Field.LAST_CONTACT);
    }
    if (first != null && last != null && first.from().isAfter(last.from())) {
      row.fault("linelists.first_after_last", Field.FIRST_CONTACT);
    }
    Draft draft =
        new Draft(
            name,
            row.text(Field.DOCUMENT_TYPE),
            row.text(Field.DOCUMENT),
            row.text(Field.PHONE),
            row.text(Field.EXTERNAL_ID),
            row.text(Field.EXTERNAL_NUMBER),
            row.word(Field.DISEASE),
            row.word(Field.CLASSIFICATION),
            onset == null ? null : onset.day(),
            from(row.moment(Field.SAMPLED_AT)),
            from(row.moment(Field.CONTROLLED_AT)),
            row.text(Field.SYMPTOMS),
            row.word(Field.OUTCOME),
            row.text(Field.CASE_REFERENCE),
            first == null ? from(last) : first.from(),
            from(last),
            row.word(Field.CONTACT_CLASS),
            row.text(Field.NOTE));
    return row.reasons.isEmpty() ? new Read(draft, List.of()) : new Read(null, row.reasons);
  }

  private static @Nullable Instant from(@Nullable Moment moment) {
    return moment == null ? null : moment.from();
  }

  /** A row that is being read. */
  private final class Row {
    private final Map<String, String> cells;
    private final List<RowReason> reasons = new ArrayList<>();

    Row(Map<String, String> cells) {
      this.cells = cells;
    }

    @Nullable String text(Field field) {
      String header = field.isOf(kind) ? mapping.header(field) : null;
      String cell = header == null ? null : cells.get(header);
      if (cell == null || cell.isBlank()) {
        return null;
      }
      String plain = cell.strip();
      return plain.length() > MOST ? plain.substring(0, MOST) : plain;
    }

    /** Written as the name's own script does: 姓名, or given and family name. */
    String name() {
      String whole = text(Field.NAME);
      String family = text(Field.FAMILY_NAME);
      String given = text(Field.GIVEN_NAME);
      if (whole != null) {
        return whole;
      }
      if (family == null && given == null) {
        fault("linelists.field_missing", Field.NAME);
        return "";
      }
      if (family == null || given == null) {
        return family == null ? Objects.requireNonNull(given) : family;
      }
      boolean chinese =
          (family + given)
              .codePoints()
              .anyMatch(it -> Character.UnicodeScript.of(it) == Character.UnicodeScript.HAN);
      return chinese ? family + given : given + " " + family;
    }

    @Nullable String word(Field field) {
      String text = text(field);
      if (text == null) {
        return null;
      }
      String ours = mapping.word(field, text);
      if (ours == null && field == Field.DISEASE) {
        ours = diseases.apply(text);
      }
      if (ours == null) {
        reasons.add(
            RowReason.of("linelists.value_unknown", mapping.header(field)).with("value", text));
      }
      return ours;
    }

    @Nullable Moment moment(Field field) {
      String text = text(field);
      if (text == null) {
        return null;
      }
      FileDays.Read read = FileDays.read(text, mapping.order());
      Moment moment = read.moment();
      String problem = read.problem();
      if (moment == null && problem != null) {
        reasons.add(RowReason.of(problem, mapping.header(field)).with("value", text));
        return null;
      }
      if (moment != null && field != Field.BIRTH_DATE && !isBounded(moment)) {
        reasons.add(
            RowReason.of("linelists.date_out_of_bounds", mapping.header(field))
                .with("value", text)
                .with("days", lookBack.toDays()));
        return null;
      }
      return moment;
    }

    private boolean isBounded(Moment moment) {
      LocalDate today = now.atZone(WorldClock.ZONE).toLocalDate();
      return !moment.from().isAfter(now)
          && !moment.day().isAfter(today)
          && moment.day().isAfter(today.minusDays(lookBack.toDays()));
    }

    /** Sex and birth date can't be other than those that a resident's number has in it. */
    void checkPerson() {
      String sex = word(Field.SEX);
      Moment born = moment(Field.BIRTH_DATE);
      String number = text(Field.DOCUMENT);
      if (number == null || !number.matches("\\d{17}[\\dXx]")) {
        return;
      }
      boolean male = (number.charAt(16) - '0') % 2 == 1;
      if ((sex != null && sex.equals("male") && !male)
          || (sex != null && sex.equals("female") && male)) {
        fault("linelists.sex_differs", Field.SEX);
      }
      String inNumber = number.substring(6, 14);
      if (born != null && !inNumber.equals(born.day().toString().replace("-", ""))) {
        fault("linelists.birth_differs", Field.BIRTH_DATE);
      }
    }

    void fault(String code, Field field) {
      String header = mapping.header(field);
      reasons.add(RowReason.of(code, header).with("what", field.key()));
    }
  }
}
