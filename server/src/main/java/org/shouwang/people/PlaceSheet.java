package org.shouwang.people;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of places; a place read becomes known at once, so that gates below find their zone.
 */
final class PlaceSheet {

  private final SheetColumns columns;
  private final Known known;
  private final UnitTree units;
  private final boolean everywhere;

  PlaceSheet(SheetColumns columns, Known known, UnitTree units, boolean everywhere) {
    this.columns = columns;
    this.known = known;
    this.units = units;
    this.everywhere = everywhere;
  }

  /** The places of the database and of the rows read so far. */
  static final class Known {
    private final Map<String, Place> byCode = new HashMap<>();
    private final Map<String, Place> byName = new HashMap<>();

    Known(List<Place> places) {
      places.forEach(this::add);
    }

    void add(Place place) {
      byCode.put(place.code(), place);
      byName.put(place.name(), place);
    }

    @Nullable Place find(String text) {
      Place place = byCode.get(Texts.code(text));
      return place == null ? byName.get(text) : place;
    }
  }

  /**
   * A place as a row has it.
   *
   * @param state new, changed, unchanged or bad
   */
  record Draft(String state, @Nullable Place place, List<Reason> reasons) {

    Map<String, @Nullable Object> record() {
      Map<String, @Nullable Object> record = new LinkedHashMap<>();
      if (place != null) {
        record.put("what", "place");
        record.put("code", place.code());
        record.put("name", place.name());
        record.put("kind", place.kind());
        record.put("parentId", place.parentId());
        record.put("level", place.level());
        record.put("entersId", place.entersId());
        record.put("x", place.x());
        record.put("y", place.y());
        record.put("lanes", place.lanes());
        record.put("capacity", place.capacity());
        record.put("units", place.units());
      }
      return record;
    }
  }

  Draft read(SheetRow row) {
    List<Reason> reasons = new ArrayList<>();
    String name = columns.text(row, Column.PLACE_NAME);
    if (name == null || name.length() > 100) {
      reasons.add(Reason.of("people.name_missing", columns.header(Column.PLACE_NAME)));
      return new Draft("bad", null, reasons);
    }
    if (!everywhere) {
      reasons.add(
          Reason.of("people.unit_outside", columns.header(Column.PLACE_NAME)).with("value", name));
    }
    String kind = word(row, Column.PLACE_KIND, reasons, Words::placeKind, "");
    String level = word(row, Column.LEVEL, reasons, Words::level, Words.defaultLevel(kind));
    UUID parent = other(row, Column.PLACE_PARENT, reasons);
    UUID enters = other(row, Column.ENTERS, reasons);
    Integer capacity = capacity(row, reasons);
    Double x = number(row, Column.X, 1_000, reasons);
    Double y = number(row, Column.Y, 600, reasons);
    List<UUID> assigned = units(row, reasons);
    if (kind.isEmpty() || !reasons.isEmpty()) {
      return new Draft("bad", null, reasons);
    }
    String code = columns.text(row, Column.PLACE_CODE);
    Place before = known.find(code == null ? name : code);
    UUID id = before == null ? UuidCreator.getTimeOrderedEpoch() : before.id();
    String madeCode = "P" + UnitSheet.madeCode(id).substring(1);
    Place place =
        new Place(
            id,
            before != null ? before.code() : code == null ? madeCode : Texts.code(code),
            name,
            kind,
            parent,
            level,
            enters,
            x,
            y,
            list(columns.text(row, Column.LANES)),
            // a plan without beds leaves those that are known
            capacity == null && before != null ? before.capacity() : capacity,
            assigned);
    known.add(place);
    String state = before == null ? "new" : before.equals(place) ? "unchanged" : "changed";
    return new Draft(state, place, reasons);
  }

  private String word(
      SheetRow row,
      Column column,
      List<Reason> reasons,
      java.util.function.Function<String, @Nullable String> words,
      String otherwise) {
    String text = columns.text(row, column);
    String word = text == null ? otherwise : words.apply(text);
    if (word == null || (word.isEmpty() && column == Column.PLACE_KIND)) {
      reasons.add(
          Reason.of("people.word_unknown", columns.header(column))
              .with("value", text == null ? "" : text));
      return "";
    }
    return word;
  }

  private @Nullable UUID other(SheetRow row, Column column, List<Reason> reasons) {
    String text = columns.text(row, column);
    if (text == null) {
      return null;
    }
    Place place = known.find(text);
    if (place == null) {
      reasons.add(Reason.of("people.place_unknown", columns.header(column)).with("value", text));
      return null;
    }
    return place.id();
  }

  private @Nullable Double number(SheetRow row, Column column, double most, List<Reason> reasons) {
    String text = columns.text(row, column);
    if (text == null) {
      return null;
    }
    try {
      double number = Double.parseDouble(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // named below
    }
    reasons.add(Reason.of("people.coordinate", columns.header(column)).with("value", text));
    return null;
  }

  private @Nullable Integer capacity(SheetRow row, List<Reason> reasons) {
    String text = columns.text(row, Column.CAPACITY);
    if (text == null) {
      return null;
    }
    // a spreadsheet writes a whole number also as 2.0
    if (text.matches("[1-9]\\d{0,3}(\\.0+)?")) {
      return (int) Double.parseDouble(text);
    }
    reasons.add(Reason.of("people.capacity", columns.header(Column.CAPACITY)).with("value", text));
    return null;
  }

  private List<UUID> units(SheetRow row, List<Reason> reasons) {
    List<UUID> ids = new ArrayList<>();
    for (String name : list(columns.text(row, Column.PLACE_UNITS))) {
      List<Unit> found = units.find(name);
      if (found.size() == 1) {
        ids.add(found.getFirst().id());
      } else {
        reasons.add(
            Reason.of("people.unit_unknown", columns.header(Column.PLACE_UNITS))
                .with("value", name));
      }
    }
    ids.sort(null);
    return List.copyOf(ids);
  }

  private static List<String> list(@Nullable String text) {
    return text == null
        ? List.of()
        : java.util.Arrays.stream(text.split("[、,;，；]"))
            .map(String::strip)
            .filter(it -> !it.isEmpty())
            .toList();
  }
}
