package org.shouwang.people;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Places over HTTP. */
@RestController
@RequestMapping("/api/v1/places")
class PlaceController {

  private static final int LARGEST = 9_999;

  private final UnitStore store;
  private final Audit audit;

  PlaceController(UnitStore store, Audit audit) {
    this.store = store;
    this.audit = audit;
  }

  /**
   * A place as it is shown.
   *
   * @param zoneId the zone a gate leads into
   * @param capacity how many people it holds; null: not known
   */
  record PlaceView(
      UUID id,
      String code,
      String name,
      String kind,
      @Nullable UUID parentId,
      String level,
      @Nullable UUID zoneId,
      @Nullable UUID enters,
      @Nullable Double x,
      @Nullable Double y,
      List<String> lanes,
      @Nullable Integer capacity,
      List<UUID> units) {

    static PlaceView of(Place place) {
      return new PlaceView(
          place.id(),
          place.code(),
          place.name(),
          place.kind(),
          place.parentId(),
          place.level(),
          place.entersId() == null ? place.parentId() : place.entersId(),
          place.entersId(),
          place.x(),
          place.y(),
          place.lanes(),
          place.capacity(),
          place.units());
    }
  }

  /** What a change gives; what is left out stays. */
  record PlaceChange(
      @Nullable String code,
      @Nullable String name,
      @Nullable String kind,
      @Nullable UUID parentId,
      @Nullable String level,
      @Nullable UUID enters,
      @Nullable Double x,
      @Nullable Double y,
      @Nullable List<String> lanes,
      @Nullable Integer capacity,
      @Nullable List<UUID> units) {}

  @GetMapping
  @Access(
      value = {
        Permission.PEOPLE_READ,
        Permission.GATES_WATCH,
        Permission.FACTS_SUBMIT,
        Permission.DEVICES_MANAGE
      },
      within = Within.PARK)
  List<PlaceView> list() {
    return store.places().stream()
        .sorted(java.util.Comparator.comparing(Place::kind).thenComparing(Place::code))
        .map(PlaceView::of)
        .toList();
  }

  @PostMapping
  @Access(value = Permission.PEOPLE_MANAGE, within = Within.PARK)
  @Transactional
  public PlaceView create(@RequestBody PlaceChange change, Caller caller) {
    everywhere(caller);
    UUID id = UuidCreator.getTimeOrderedEpoch();
    String kind = change.kind() == null ? "" : Words.placeKind(change.kind());
    Place place =
        new Place(
            id,
            change.code() == null ? "P" + UnitSheet.madeCode(id).substring(1) : code(change.code()),
            named(change.name()),
            kind == null || kind.isEmpty() ? refuse("kind", change.kind()) : kind,
            change.parentId(),
            change.level() == null
                ? Words.defaultLevel(kind == null ? "" : kind)
                : level(change.level()),
            change.enters(),
            change.x(),
            change.y(),
            change.lanes() == null ? List.of() : change.lanes(),
            change.capacity(),
            change.units() == null ? List.of() : change.units());
    if (store.places().stream().anyMatch(other -> other.code().equals(place.code()))) {
      throw Refused.conflict("people.code_taken").field("code").value(place.code());
    }
    return save(place, "people.place_made", caller);
  }

  @PatchMapping("/{id}")
  @Access(value = Permission.PEOPLE_MANAGE, within = Within.PARK)
  @Transactional
  public PlaceView change(@PathVariable UUID id, @RequestBody PlaceChange change, Caller caller) {
    everywhere(caller);
    Place old =
        store.places().stream()
            .filter(place -> place.id().equals(id))
            .findFirst()
            .orElseThrow(() -> Refused.notFound("people.place_unknown").field("id").value(id));
    Place place =
        new Place(
            id,
            old.code(),
            change.name() == null ? old.name() : named(change.name()),
            old.kind(),
            change.parentId() == null ? old.parentId() : change.parentId(),
            change.level() == null ? old.level() : level(change.level()),
            change.enters() == null ? old.entersId() : change.enters(),
            change.x() == null ? old.x() : change.x(),
            change.y() == null ? old.y() : change.y(),
            change.lanes() == null ? old.lanes() : change.lanes(),
            change.capacity() == null ? old.capacity() : change.capacity(),
            change.units() == null ? old.units() : change.units());
    return save(place, "people.place_changed", caller);
  }

  private PlaceView save(Place place, String act, Caller caller) {
    coordinate("x", place.x(), 1_000);
    coordinate("y", place.y(), 600);
    neighbours(place);
    lanes(place.lanes());
    capacity(place.capacity());
    store.save(place);
    audit.record(caller.actor(), act, "place:" + place.id(), Map.of("name", place.name()));
    return PlaceView.of(place);
  }

  /** What a place is in, leads into and lists must be there, or the database would say so. */
  private void neighbours(Place place) {
    Map<UUID, Place> known =
        store.places().stream().collect(Collectors.toMap(Place::id, Function.identity()));
    above("enters", place.entersId(), place.id(), known);
    UUID next = place.parentId();
    while (next != null) {
      next = above("parentId", next, place.id(), known);
    }
    Set<UUID> units = store.units().stream().map(Unit::id).collect(Collectors.toSet());
    for (UUID unit : place.units()) {
      if (!units.contains(unit)) {
        throw Refused.invalid("people.unit_unknown").field("units").value(unit);
      }
    }
  }

  /** What the named place lies in; refused when there is no such place, or it is this one. */
  private static @Nullable UUID above(
      String field, @Nullable UUID id, UUID self, Map<UUID, Place> known) {
    if (id == null) {
      return null;
    }
    Place place = known.get(id);
    if (place == null || id.equals(self)) {
      throw Refused.invalid("people.place_unknown").field(field).value(id);
    }
    return place.parentId();
  }

  private static void lanes(List<String> lanes) {
    boolean wrong =
        lanes.size() > 50 || lanes.stream().anyMatch(lane -> lane.isBlank() || lane.length() > 60);
    if (wrong) {
      throw Refused.invalid("people.lanes_wrong").field("lanes");
    }
  }

  private static void capacity(@Nullable Integer capacity) {
    if (capacity != null && (capacity < 1 || capacity > LARGEST)) {
      throw Refused.invalid("people.capacity").field("capacity").value(capacity);
    }
  }

  private static String code(String text) {
    String code = Texts.code(text);
    if (code.isEmpty() || code.length() > 40) {
      throw Refused.invalid("people.code_form").field("code").value(code);
    }
    return code;
  }

  private static void coordinate(String field, @Nullable Double value, double most) {
    if (value != null && !(value >= 0 && value <= most)) {
      throw Refused.invalid("people.coordinate").field(field).value(value);
    }
  }

  private static String named(@Nullable String name) {
    String plain = Texts.plain(name);
    if (plain.isEmpty() || plain.length() > 100) {
      throw Refused.invalid("people.name_missing").field("name");
    }
    return plain;
  }

  private static String level(String text) {
    String level = Words.level(text);
    return level == null ? refuse("level", text) : level;
  }

  private static String refuse(String field, @Nullable String value) {
    throw Refused.invalid("people.word_unknown").field(field).value(value);
  }

  private static void everywhere(Caller caller) {
    if (!caller.scope().everywhere()) {
      throw Refused.forbidden("security.forbidden");
    }
  }
}
