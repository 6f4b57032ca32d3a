package org.shouwang.screening;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.status.ParkStatus;
import org.shouwang.status.StatusView;
import org.shouwang.web.Page;
import org.shouwang.web.TimeKeys;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Risk areas over HTTP. */
@RestController
@RequestMapping("/api/v1/screening/areas")
class AreaController {

  private static final Set<String> LEVELS = Set.of("high", "medium", "low");
  private static final Set<String> ZONES = Set.of("none", "sealed", "controlled", "precaution");
  private static final int MOST_RESIDENTS = 500;

  private final Areas areas;
  private final AreaStore store;
  private final HomeBoard homes;
  private final People people;
  private final ParkStatus status;
  private final WorldClock world;

  AreaController(
      Areas areas,
      AreaStore store,
      HomeBoard homes,
      People people,
      ParkStatus status,
      WorldClock world) {
    this.areas = areas;
    this.store = store;
    this.homes = homes;
    this.people = people;
    this.status = status;
    this.world = world;
  }

  /**
   * A level of an area.
   *
   * @param id of the level
   * @param hits how many were found, by state
   */
  record Listed(
      UUID id,
      String name,
      List<String> parts,
      String level,
      String zone,
      Instant from,
      @Nullable Instant until,
      String document,
      Instant listedAt,
      String listedBy,
      @Nullable String liftedBy,
      Map<String, Long> hits) {}

  private Listed view(Area area, Map<UUID, Map<String, Long>> counts) {
    return new Listed(
        area.id(),
        area.name(),
        area.parts(),
        area.level(),
        area.zone(),
        area.from(),
        area.until(),
        area.document(),
        area.listedAt(),
        area.listedBy(),
        area.liftedBy(),
        counts.getOrDefault(area.id(), Map.of()));
  }

  private Listed view(Area area) {
    return view(area, store.counts(List.of(area.id())));
  }

  /**
   * Areas with their levels, the latest first.
   *
   * @param past also those that hold no longer
   */
  @GetMapping
  @Access(value = Permission.SCREENING_READ, within = Within.PARK)
  Page<Listed> list(
      @RequestParam(required = false) @Nullable Boolean past,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit) {
    int size = Page.limit(limit);
    Page<Area> page =
        Page.of(
            store.list(Boolean.TRUE.equals(past), TimeKeys.of(after), size + 1),
            size,
            it -> TimeKeys.text(it.from(), it.id()));
    Map<UUID, Map<String, Long>> counts =
        store.counts(page.items().stream().map(Area::id).toList());
    return page.map(it -> view(it, counts));
  }

  /** What the authority listed. */
  record Listing(
      @Nullable String name,
      @Nullable String level,
      @Nullable String zone,
      @Nullable Instant from,
      @Nullable String document) {}

  @PostMapping
  @Access(value = Permission.SCREENING_LIST, within = Within.PARK)
  ResponseEntity<Listed> add(@RequestBody Listing body, Caller caller) {
    Area listed =
        areas.list(
            new Areas.Listing(
                Texts.required("name", body.name(), 200),
                word("level", body.level(), LEVELS),
                word("zone", body.zone(), ZONES),
                body.from(),
                Texts.required("document", body.document(), 200)),
            caller);
    return ResponseEntity.status(201).body(view(listed));
  }

  private static String word(String field, @Nullable String word, Set<String> words) {
    String given = Texts.required(field, word, Texts.MOST);
    if (!words.contains(given)) {
      throw Texts.wrong(field, given);
    }
    return given;
  }

  /** By which document the authority lifted it. */
  record Lifting(@Nullable String document) {}

  @PostMapping("/{id}/lift")
  @Access(value = Permission.SCREENING_LIST, within = Within.PARK)
  Listed lift(@PathVariable UUID id, @RequestBody Lifting body, Caller caller) {
    return view(areas.lift(id, Texts.required("document", body.document(), 200), caller));
  }

  /**
   * Somebody who lives in an area.
   *
   * @param keyPost whether the post may never stand empty
   * @param level of the status now
   */
  record Resident(
      UUID id,
      @Nullable String name,
      @Nullable String unitName,
      @Nullable String post,
      boolean keyPost,
      String level) {}

  /**
   * Who lives there: those with a key post first, then those with a post. As many as fit.
   *
   * @param total how many there are
   */
  record Residents(List<Resident> people, int total, int keyPosts) {}

  @GetMapping("/{id}/residents")
  @Access(value = Permission.SCREENING_READ, within = Within.UNITS)
  Residents residents(@PathVariable UUID id, Caller caller) {
    List<HomeBoard.Home> all = homes.in(areas.known(id).region());
    Set<UUID> visible =
        people.visible(caller.scope(), all.stream().map(HomeBoard.Home::person).toList());
    List<HomeBoard.Home> seen =
        all.stream()
            .filter(it -> visible.contains(it.person()))
            .sorted(
                Comparator.comparing((HomeBoard.Home it) -> !it.keyPost())
                    .thenComparing(it -> it.post() == null)
                    .thenComparing(HomeBoard.Home::person))
            .toList();
    List<HomeBoard.Home> some = seen.stream().limit(MOST_RESIDENTS).toList();
    List<UUID> ids = some.stream().map(HomeBoard.Home::person).toList();
    Map<UUID, PersonSummary> cards = people.facts(ids);
    Map<UUID, StatusView> now = status.restricted(ids, world.now());
    return new Residents(
        some.stream()
            .map(it -> {
              PersonSummary card = cards.get(it.person());
              StatusView standing = now.get(it.person());
              return new Resident(
                  it.person(),
                  card == null ? null : card.name(),
                  card == null ? null : card.unitName(),
                  it.post(),
                  it.keyPost(),
                  standing == null ? "free" : standing.level().key());
            })
            .toList(),
        seen.size(),
        (int) seen.stream().filter(HomeBoard.Home::keyPost).count());
  }
}
