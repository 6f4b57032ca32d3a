package org.shouwang.screening;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.TimeKeys;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who was found, and what was declared, over HTTP, within the caller's units. */
@RestController
@RequestMapping("/api/v1/screening")
class HitController {

  private final Areas areas;
  private final AreaStore areaStore;
  private final HitStore hits;
  private final DeclarationStore declarations;
  private final People people;

  HitController(
      Areas areas,
      AreaStore areaStore,
      HitStore hits,
      DeclarationStore declarations,
      People people) {
    this.areas = areas;
    this.areaStore = areaStore;
    this.hits = hits;
    this.declarations = declarations;
    this.people = people;
  }

  /** A person in a list. */
  record Named(UUID id, @Nullable String name, @Nullable String unitName) {}

  private static Named named(UUID id, Map<UUID, PersonSummary> cards) {
    PersonSummary card = cards.get(id);
    return card == null ? new Named(id, null, null) : new Named(id, card.name(), card.unitName());
  }

  /** A declared stay. */
  record StayView(String place, LocalDate from, LocalDate until, @Nullable String transport) {

    static StayView of(Declared.Stay stay) {
      return new StayView(stay.place(), stay.from(), stay.until(), stay.transport());
    }
  }

  /**
   * Somebody found.
   *
   * @param area whose list they are on; null for a declared contact
   * @param certain false: declared less closely than the area is drawn
   * @param reason what speaks against a declaration: present, differs, trip_card; null: nothing
   */
  record HitView(
      UUID id,
      Named person,
      String kind,
      @Nullable UUID levelId,
      @Nullable String area,
      @Nullable String level,
      @Nullable String zone,
      @Nullable StayView stay,
      boolean certain,
      @Nullable String reason,
      Instant foundAt,
      String state,
      @Nullable Instant judgedAt,
      @Nullable String judgedBy,
      @Nullable String note) {}

  @GetMapping("/hits")
  @Access(value = Permission.SCREENING_READ, within = Within.UNITS)
  Page<HitView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable UUID level,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    Page<Hit> page =
        Page.of(
            hits.list(
                new HitStore.Wanted(known(state), level, TimeKeys.of(after)),
                caller.scope(),
                size + 1),
            size,
            it -> TimeKeys.text(it.foundAt(), it.id()));
    return new Page<>(views(page.items()), page.next(), null);
  }

  private static @Nullable String known(@Nullable String word) {
    for (Hit.State each : Hit.State.values()) {
      if (each.key().equals(word)) {
        return word;
      }
    }
    return null;
  }

  private List<HitView> views(List<Hit> some) {
    Set<UUID> levels = new HashSet<>();
    Set<UUID> declared = new HashSet<>();
    Set<UUID> persons = new HashSet<>();
    some.forEach(it -> {
      persons.add(it.person());
      if (it.level() != null) {
        levels.add(it.level());
      }
      if (it.declaration() != null) {
        declared.add(it.declaration());
      }
    });
    Map<UUID, Area> known = levels.isEmpty() ? Map.of() : areaStore.some(levels);
    Map<UUID, List<Declared.Stay>> stays = declarations.stays(declared);
    Map<UUID, PersonSummary> cards = people.facts(persons);
    return some.stream()
        .map(it -> {
          Area area = it.level() == null ? null : known.get(it.level());
          return new HitView(
              it.id(),
              named(it.person(), cards),
              it.kind().key(),
              it.level(),
              area == null ? null : area.name(),
              area == null ? null : area.level(),
              area == null ? null : area.zone(),
              stay(it, stays),
              it.certain(),
              it.reason(),
              it.foundAt(),
              it.state().key(),
              it.judgedAt(),
              it.judgedBy(),
              it.note());
        })
        .toList();
  }

  private static @Nullable StayView stay(Hit hit, Map<UUID, List<Declared.Stay>> stays) {
    return hit.declaration() == null || hit.n() == null
        ? null
        : stays.getOrDefault(hit.declaration(), List.of()).stream()
            .filter(it -> Objects.equals(it.n(), hit.n()))
            .findFirst()
            .map(StayView::of)
            .orElse(null);
  }

  /** How many are in which state. */
  @GetMapping("/hits/counts")
  @Access(value = Permission.SCREENING_READ, within = Within.UNITS)
  Map<String, Long> counts(Caller caller) {
    return hits.counts(caller.scope());
  }

  /**
   * How it is.
   *
   * @param verdict confirmed or dismissed
   * @param note what was found out; needed to dismiss
   */
  record Judging(@Nullable String verdict, @Nullable String note) {}

  @PostMapping("/hits/{id}/judge")
  @Access(value = Permission.SCREENING_ACT, within = Within.UNITS)
  HitView judge(@PathVariable UUID id, @RequestBody Judging body, Caller caller) {
    Hit hit = seen(id, caller);
    String verdict = Texts.required("verdict", body.verdict(), Texts.MOST);
    boolean so = verdict.equals("confirmed");
    if (!so && !verdict.equals("dismissed")) {
      throw Texts.wrong("verdict", verdict);
    }
    String note =
        so
            ? Texts.optional("note", body.note(), Texts.MOST)
            : Texts.required("note", body.note(), Texts.MOST);
    areas.judge(hit.id(), so, note, caller);
    return views(List.of(hits.one(id).orElseThrow())).getFirst();
  }

  private Hit seen(UUID id, Caller caller) {
    Hit hit = hits.one(id).orElseThrow(() -> Areas.unknown(id));
    if (people.visible(caller.scope(), Set.of(hit.person())).isEmpty()) {
      throw Areas.unknown(id);
    }
    return hit;
  }

  /**
   * What somebody declared.
   *
   * @param own handed in by the person, on their own page
   */
  record DeclarationView(
      UUID id,
      Named person,
      Instant at,
      boolean contact,
      @Nullable String note,
      String by,
      boolean own,
      List<StayView> stays) {}

  /**
   * Declarations, the newest first.
   *
   * @param person only this one's
   * @param only whether those that declare nothing are left out
   */
  @GetMapping("/declarations")
  @Access(value = Permission.SCREENING_READ, within = Within.UNITS)
  Page<DeclarationView> declarations(
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(required = false) @Nullable Boolean only,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    Page<Declared> page =
        Page.of(
            declarations.list(
                new DeclarationStore.Wanted(person, Boolean.TRUE.equals(only), TimeKeys.of(after)),
                caller.scope(),
                size + 1),
            size,
            it -> TimeKeys.text(it.at(), it.id()));
    Map<UUID, PersonSummary> cards =
        people.facts(page.items().stream().map(Declared::person).distinct().toList());
    return page.map(it ->
        new DeclarationView(
            it.id(),
            named(it.person(), cards),
            it.at(),
            it.contact(),
            it.note(),
            it.by(),
            it.by().equals(OwnDeclarations.OWN_PAGE),
            it.stays().stream().map(StayView::of).toList()));
  }
}
