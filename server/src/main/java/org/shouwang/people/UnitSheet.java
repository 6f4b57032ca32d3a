package org.shouwang.people;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of units; a unit read becomes known at once, so that those below it find it. */
final class UnitSheet {

  private final SheetColumns columns;
  private final UnitTree units;
  private final @Nullable Set<UUID> within;

  UnitSheet(SheetColumns columns, UnitTree units, @Nullable Set<UUID> within) {
    this.columns = columns;
    this.units = units;
    this.within = within;
  }

  /**
   * A unit as a row has it.
   *
   * @param state new, changed, unchanged or bad
   */
  record Draft(String state, @Nullable Unit unit, List<Reason> reasons) {

    Map<String, @Nullable Object> record() {
      Map<String, @Nullable Object> record = new LinkedHashMap<>();
      if (unit != null) {
        record.put("what", "unit");
        record.put("code", unit.code());
        record.put("name", unit.name());
        record.put("kind", unit.kind().key());
        record.put("parentId", unit.parentId());
        record.put("path", unit.path());
        record.put("creditCode", unit.creditCode());
      }
      return record;
    }
  }

  Draft read(SheetRow row) {
    List<Reason> reasons = new ArrayList<>();
    String name = columns.text(row, Column.UNIT_NAME);
    if (name == null || name.length() > 100) {
      reasons.add(Reason.of("people.name_missing", columns.header(Column.UNIT_NAME)));
      return new Draft("bad", null, reasons);
    }
    UnitKind kind = kind(row, reasons);
    Unit parent = parent(row, reasons);
    String credit = columns.text(row, Column.CREDIT_CODE);
    String creditCode = credit == null ? null : Texts.code(credit);
    if (creditCode != null && !CreditCode.isValid(creditCode)) {
      reasons.add(
          Reason.of("people.credit_code", columns.header(Column.CREDIT_CODE))
              .with("value", creditCode));
    }
    UUID parentId = parent == null ? null : parent.id();
    if (within != null && (parentId == null || !within.contains(parentId))) {
      reasons.add(
          Reason.of("people.unit_outside", columns.header(Column.UNIT_PARENT)).with("value", name));
    }
    if (!reasons.isEmpty()) {
      return new Draft("bad", null, reasons);
    }
    String code = columns.text(row, Column.UNIT_OWN_CODE);
    Optional<Unit> known =
        code == null ? units.child(parentId, name) : units.byCode(Texts.code(code));
    if (known.isEmpty() && units.child(parentId, name).isPresent()) {
      reasons.add(
          Reason.of("people.unit_twice", columns.header(Column.UNIT_NAME)).with("value", name));
      return new Draft("bad", null, reasons);
    }
    UUID id = known.map(Unit::id).orElseGet(UuidCreator::getTimeOrderedEpoch);
    Unit unit =
        new Unit(
            id,
            known.map(Unit::code).orElse(code == null ? madeCode(id) : Texts.code(code)),
            name,
            Objects.requireNonNull(kind),
            parentId,
            Unit.path(parent, name),
            creditCode == null ? known.map(Unit::creditCode).orElse(null) : creditCode);
    if (known.isEmpty()) {
      units.add(unit);
      return new Draft("new", unit, reasons);
    }
    return new Draft(known.get().equals(unit) ? "unchanged" : "changed", unit, reasons);
  }

  private @Nullable UnitKind kind(SheetRow row, List<Reason> reasons) {
    String text = columns.text(row, Column.UNIT_KIND);
    Optional<UnitKind> kind = text == null ? Optional.empty() : UnitKind.of(text);
    if (kind.isEmpty()) {
      reasons.add(
          Reason.of("people.word_unknown", columns.header(Column.UNIT_KIND))
              .with("value", text == null ? "" : text));
    }
    return kind.orElse(null);
  }

  private @Nullable Unit parent(SheetRow row, List<Reason> reasons) {
    String text = columns.text(row, Column.UNIT_PARENT);
    if (text == null) {
      return null;
    }
    Optional<Unit> byCode = units.byCode(Texts.code(text));
    List<Unit> found = byCode.isPresent() ? List.of(byCode.get()) : units.find(text);
    if (found.size() != 1) {
      String code = found.isEmpty() ? "people.unit_unknown" : "people.unit_ambiguous";
      reasons.add(Reason.of(code, columns.header(Column.UNIT_PARENT)).with("value", text));
      return null;
    }
    return found.getFirst();
  }

  /** A code for a unit that came without one. */
  static String madeCode(UUID id) {
    return "U" + id.toString().substring(24).toUpperCase(java.util.Locale.ROOT);
  }
}
