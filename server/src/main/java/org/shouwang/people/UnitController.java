package org.shouwang.people;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Units over HTTP: a caller sees their own units and all below them. */
@RestController
@RequestMapping("/api/v1/units")
class UnitController {

  private final UnitStore store;
  private final PeopleBoard board;
  private final Audit audit;

  UnitController(UnitStore store, PeopleBoard board, Audit audit) {
    this.store = store;
    this.board = board;
    this.audit = audit;
  }

  /**
   * A unit as it is shown.
   *
   * @param people persons of it and all below it
   */
  record UnitView(
      UUID id,
      String code,
      String name,
      String kind,
      @Nullable UUID parentId,
      String path,
      long people,
      List<UnitView> children) {}

  /** What a change gives; what is left out stays. */
  record UnitChange(
      @Nullable String code,
      @Nullable String name,
      @Nullable String kind,
      @Nullable UUID parentId,
      @Nullable String creditCode) {}

  @GetMapping("/tree")
  @Access(
      value = {Permission.PEOPLE_READ, Permission.ACCOUNTS_MANAGE},
      within = Within.UNITS)
  List<UnitView> tree(Caller caller) {
    List<Unit> units = store.units();
    UnitTree tree = new UnitTree(units);
    Set<UUID> seen =
        caller.scope().everywhere()
            ? Set.copyOf(units.stream().map(Unit::id).toList())
            : tree.below(caller.scope().units());
    Map<UUID, Long> counts = board.countsByUnit();
    Map<UUID, List<Unit>> below = new HashMap<>();
    List<Unit> tops = new ArrayList<>();
    for (Unit unit : units) {
      UUID parent = unit.parentId();
      if (seen.contains(unit.id())) {
        if (parent != null && seen.contains(parent)) {
          below.computeIfAbsent(parent, ignored -> new ArrayList<>()).add(unit);
        } else {
          tops.add(unit);
        }
      }
    }
    return views(tops, below, counts);
  }

  private static List<UnitView> views(
      List<Unit> units, Map<UUID, List<Unit>> below, Map<UUID, Long> counts) {
    return units.stream()
        .sorted(Comparator.comparing(Unit::code))
        .map(unit ->
            view(unit, counts, views(below.getOrDefault(unit.id(), List.of()), below, counts)))
        .toList();
  }

  private static UnitView view(Unit unit, Map<UUID, Long> counts, List<UnitView> children) {
    return new UnitView(
        unit.id(),
        unit.code(),
        unit.name(),
        unit.kind().key(),
        unit.parentId(),
        unit.path(),
        counts.getOrDefault(unit.id(), 0L),
        children);
  }

  @GetMapping
  @Access(
      value = {Permission.PEOPLE_READ, Permission.ACCOUNTS_MANAGE},
      within = Within.UNITS)
  List<UnitView> list(@RequestParam(required = false) @Nullable UUID parent, Caller caller) {
    List<Unit> units = store.units();
    Map<UUID, Long> counts = board.countsByUnit();
    Set<UUID> seen =
        caller.scope().everywhere()
            ? Set.copyOf(units.stream().map(Unit::id).toList())
            : new UnitTree(units).below(caller.scope().units());
    return units.stream()
        .filter(unit -> seen.contains(unit.id()))
        .filter(unit -> parent == null || parent.equals(unit.parentId()))
        .sorted(Comparator.comparing(Unit::path))
        .map(unit -> view(unit, counts, List.of()))
        .toList();
  }

  @PostMapping
  @Access(value = Permission.PEOPLE_MANAGE, within = Within.UNITS)
  @Transactional
  public UnitView create(@RequestBody UnitChange change, Caller caller) {
    UnitTree tree = new UnitTree(store.units());
    Unit parent = parent(change.parentId(), tree, caller);
    UUID id = UuidCreator.getTimeOrderedEpoch();
    String name = named(change.name());
    if (tree.child(change.parentId(), name).isPresent()) {
      throw Refused.conflict("people.unit_twice").field("name").value(name);
    }
    Unit unit =
        new Unit(
            id,
            change.code() == null ? UnitSheet.madeCode(id) : code(change.code(), tree),
            name,
            kind(change.kind()),
            change.parentId(),
            Unit.path(parent, name),
            creditCode(change.creditCode()));
    store.save(unit);
    audit.record(caller.actor(), "people.unit_made", "unit:" + id, Map.of("name", name));
    return view(unit, Map.of(), List.of());
  }

  @PatchMapping("/{id}")
  @Access(value = Permission.PEOPLE_MANAGE, within = Within.UNITS)
  @Transactional
  public UnitView change(@PathVariable UUID id, @RequestBody UnitChange change, Caller caller) {
    UnitTree tree = new UnitTree(store.units());
    Unit old = tree.get(id);
    if (old == null || !sees(caller, tree, id)) {
      throw Refused.notFound("people.unit_unknown").field("id").value(id);
    }
    UUID parentId = change.parentId() == null ? old.parentId() : change.parentId();
    Unit parent = change.parentId() == null ? tree.get(parentId) : parent(parentId, tree, caller);
    if (parentId != null && tree.below(Set.of(id)).contains(parentId)) {
      throw Refused.invalid("people.unit_circle").field("parentId").value(parentId);
    }
    String name = change.name() == null ? old.name() : named(change.name());
    if (tree.child(parentId, name).filter(other -> !other.id().equals(id)).isPresent()) {
      throw Refused.conflict("people.unit_twice").field("name").value(name);
    }
    Unit unit =
        new Unit(
            id,
            old.code(),
            name,
            change.kind() == null ? old.kind() : kind(change.kind()),
            parentId,
            Unit.path(parent, name),
            change.creditCode() == null ? old.creditCode() : creditCode(change.creditCode()));
    store.save(unit);
    audit.record(caller.actor(), "people.unit_changed", "unit:" + id, Map.of("name", name));
    return view(unit, Map.of(), List.of());
  }

  private static @Nullable Unit parent(@Nullable UUID id, UnitTree tree, Caller caller) {
    Unit parent = tree.get(id);
    boolean allowed = caller.scope().everywhere() || (id != null && sees(caller, tree, id));
    if ((id != null && parent == null) || !allowed) {
      throw Refused.notFound("people.unit_unknown").field("parentId").value(id);
    }
    return parent;
  }

  private static boolean sees(Caller caller, UnitTree tree, UUID id) {
    return caller.scope().everywhere() || tree.below(caller.scope().units()).contains(id);
  }

  private static String code(String text, UnitTree tree) {
    String code = Texts.code(text);
    if (code.isEmpty() || code.length() > 40) {
      throw Refused.invalid("people.code_form").field("code").value(code);
    }
    if (tree.byCode(code).isPresent()) {
      throw Refused.conflict("people.code_taken").field("code").value(code);
    }
    return code;
  }

  private static @Nullable String creditCode(@Nullable String text) {
    String code = Texts.code(text);
    if (!code.isEmpty() && !CreditCode.isValid(code)) {
      throw Refused.invalid("people.credit_code").field("creditCode").value(code);
    }
    return code.isEmpty() ? null : code;
  }

  private static UnitKind kind(@Nullable String text) {
    return UnitKind.of(String.valueOf(text))
        .orElseThrow(() -> Refused.invalid("people.word_unknown").field("kind").value(text));
  }

  private static String named(@Nullable String name) {
    String plain = Texts.plain(name);
    if (plain.isEmpty() || plain.length() > 100) {
      throw Refused.invalid("people.name_missing").field("name");
    }
    return plain;
  }
}
