package org.shouwang.isolation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.OrderRow.Place;
import org.shouwang.isolation.OrderViews.OrderView;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Orders of isolation over HTTP, within the caller's units. */
@RestController
@RequestMapping("/api/v1/isolation/orders")
class OrderController {

  private static final int MOST = 500;
  private static final int LONGEST = 90;
  private static final int SPANS = 100;

  private final Orders orders;
  private final OrderStore store;
  private final OrderBoard board;
  private final OrderViews views;
  private final SwitchedOrders switched;
  private final WorldClock world;

  OrderController(
      Orders orders,
      OrderStore store,
      OrderBoard board,
      OrderViews views,
      SwitchedOrders switched,
      WorldClock world) {
    this.orders = orders;
    this.store = store;
    this.board = board;
    this.views = views;
    this.switched = switched;
    this.world = world;
  }

  /**
   * Orders, newest first.
   *
   * @param due only those whose last day of isolation has come
   */
  @GetMapping
  @Access(value = Permission.ISOLATION_READ, within = Within.UNITS)
  Page<OrderView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable Boolean due,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    String wanted = state == null || state.isBlank() || !PlainValues.isText(state) ? null : state;
    Page<OrderRow> page =
        Page.of(
            store.list(
                new OrderStore.Wanted(
                    wanted, Boolean.TRUE.equals(due) ? world.today() : null, TimeKeys.of(after)),
                caller.scope(),
                size + 1),
            size,
            row -> TimeKeys.text(row.proposedAt(), row.id()));
    return new Page<>(views.orders(page.items()), page.next(), null);
  }

  /** How many orders are in which state. */
  @GetMapping("/counts")
  @Access(value = Permission.ISOLATION_READ, within = Within.UNITS)
  Map<String, Long> counts(Caller caller) {
    return store.counts(caller.scope());
  }

  /** Orders of some people that were filed, whatever became of them, for a timeline. */
  @GetMapping("/spans")
  @Access(value = Permission.ISOLATION_READ, within = Within.UNITS)
  List<OrderBoard.Span> spans(@RequestParam List<UUID> persons, Caller caller) {
    if (persons.size() > SPANS) {
      throw Refused.invalid("isolation.too_many")
          .field("persons")
          .value(persons.size())
          .with("limit", SPANS);
    }
    return board.spans(persons, caller.scope());
  }

  /**
   * An order that a switch to other rules would change.
   *
   * @param from last day of isolation as it is
   * @param to last day after the switch; null when nothing is asked any more
   */
  record SwitchedView(
      UUID id,
      OrderViews.Named person,
      String kind,
      @Nullable LocalDate from,
      @Nullable LocalDate to) {}

  /** How many orders would change in which way, and some of them. */
  record SwitchView(Map<String, Integer> counts, Page<SwitchedView> changes) {}

  /**
   * What a switch would change; computed at each call from what stands.
   *
   * @param at when the switch would be
   * @param rulesOf whose rules would hold then; absent: those of that day
   * @param disease whose rules alone would go over; absent: those of all
   */
  @GetMapping("/switched")
  @Access(value = Permission.POLICY_SWITCH, within = Within.UNITS)
  SwitchView switched(
      @RequestParam Instant at,
      @RequestParam(required = false) @Nullable LocalDate rulesOf,
      @RequestParam(required = false) @Nullable String disease,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    LocalDate rules = rulesOf == null ? at.atZone(WorldClock.ZONE).toLocalDate() : rulesOf;
    SwitchedOrders.Found found = switched.of(at, rules, disease, caller.scope());
    Map<String, Integer> counts = new TreeMap<>();
    found.counts().forEach((kind, n) -> counts.put(kind.key(), n));
    TimeKeys from = TimeKeys.of(after);
    int size = Page.limit(limit);
    Page<SwitchedOrders.Change> page =
        Page.of(
            found.changes().stream().filter(it -> it.isBefore(from)).limit(size + 1L).toList(),
            size,
            it -> TimeKeys.text(it.key().at(), it.key().id()));
    Map<UUID, OrderViews.Named> names =
        views.names(page.items().stream().map(SwitchedOrders.Change::person).toList());
    return new SwitchView(
        counts,
        page.map(it ->
            new SwitchedView(
                it.order(),
                Objects.requireNonNull(names.get(it.person())),
                it.kind().key(),
                it.from(),
                it.to())));
  }

  /** Which orders the authority released together. */
  record ReleasingAll(@Nullable String document, @Nullable List<UUID> ids) {}

  /** How many were released, and which were left because something is missing or has moved. */
  record ReleasedAll(int released, List<UUID> left) {}

  /** Files one release for many: those of which nothing is missing; the others stay as they are. */
  @PostMapping("/release")
  @Access(value = Permission.ISOLATION_ACT, within = Within.UNITS)
  ReleasedAll releaseAll(@RequestBody ReleasingAll body, Caller caller) {
    String document = text("document", body.document());
    List<UUID> ids = required("ids", body.ids());
    if (ids.size() > MOST) {
      throw Refused.invalid("isolation.too_many")
          .field("ids")
          .value(ids.size())
          .with("limit", MOST);
    }
    List<UUID> left = new ArrayList<>();
    for (UUID id : ids.stream().distinct().sorted().toList()) {
      try {
        orders.release(id, document, null, seen(id, caller).version(), caller);
      } catch (Refused e) {
        left.add(id);
      }
    }
    return new ReleasedAll((int) ids.stream().distinct().count() - left.size(), left);
  }

  @GetMapping("/{id}")
  @Access(value = Permission.ISOLATION_READ, within = Within.UNITS)
  OrderView get(@PathVariable UUID id, Caller caller) {
    return view(seen(id, caller));
  }

  /**
   * What the authority ordered.
   *
   * @param dependent whether the person needs help; absent: no
   * @param carerId who stays with a child or with somebody who needs help
   */
  record Ordering(
      @Nullable LocalDate lastExposure,
      @Nullable LocalDate isolatedOn,
      @Nullable String place,
      @Nullable UUID roomId,
      @Nullable Boolean dependent,
      @Nullable UUID carerId,
      @Nullable String document,
      @Nullable Integer version) {}

  @PostMapping("/{id}/order")
  @Access(value = Permission.ISOLATION_ACT, within = Within.UNITS)
  OrderView order(@PathVariable UUID id, @RequestBody Ordering body, Caller caller) {
    OrderRow row = seen(id, caller);
    LocalDate exposed =
        body.lastExposure() == null
            ? row.lastExposure()
            : day("lastExposure", body.lastExposure(), world.today());
    LocalDate first =
        day("isolatedOn", required("isolatedOn", body.isolatedOn()), world.today().plusDays(3));
    if (first.isBefore(exposed)) {
      throw Refused.invalid("isolation.before_exposure").field("isolatedOn").value(first);
    }
    Place place = place(body.place());
    return view(
        orders.order(
            id,
            new Orders.Order(
                exposed,
                first,
                place,
                place == Place.HOME ? null : body.roomId(),
                new Rooms.Wanted(body.dependent(), body.carerId()),
                text("document", body.document()),
                required("version", body.version())),
            caller));
  }

  private LocalDate day(String field, LocalDate day, LocalDate latest) {
    LocalDate today = world.today();
    if (day.isAfter(latest) || day.isBefore(today.minusDays(LONGEST))) {
      throw Refused.invalid("isolation.day_wrong")
          .field(field)
          .value(day)
          .with("from", today.minusDays(LONGEST))
          .with("until", latest);
    }
    return day;
  }

  /**
   * Where the person is now, and since when.
   *
   * @param dependent whether the person needs help; absent: as on the order
   * @param carerId who stays with them; absent: as on the order, unless they are gone
   */
  record Moving(
      @Nullable String place,
      @Nullable UUID roomId,
      @Nullable Boolean dependent,
      @Nullable UUID carerId,
      @Nullable Instant at,
      @Nullable Integer version) {}

  @PostMapping("/{id}/move")
  @Access(value = Permission.ISOLATION_ACT, within = Within.UNITS)
  OrderView move(@PathVariable UUID id, @RequestBody Moving body, Caller caller) {
    seen(id, caller);
    Instant at = required("at", body.at());
    if (at.isAfter(world.now()) || at.isBefore(world.now().minusSeconds(86_400L * LONGEST))) {
      throw Refused.invalid("isolation.day_wrong")
          .field("at")
          .value(at)
          .with("from", world.now().minusSeconds(86_400L * LONGEST))
          .with("until", world.now());
    }
    Place place = place(body.place());
    return view(
        orders.move(
            id,
            new Orders.Move(
                place,
                place == Place.HOME ? null : body.roomId(),
                new Rooms.Wanted(body.dependent(), body.carerId()),
                at,
                required("version", body.version())),
            caller));
  }

  /**
   * The authority's release.
   *
   * @param despite why, when something is missing
   */
  record Releasing(
      @Nullable String document, @Nullable String despite, @Nullable Integer version) {}

  @PostMapping("/{id}/release")
  @Access(value = Permission.ISOLATION_ACT, within = Within.UNITS)
  OrderView release(@PathVariable UUID id, @RequestBody Releasing body, Caller caller) {
    seen(id, caller);
    String despite =
        body.despite() == null || body.despite().isBlank() ? null : text("despite", body.despite());
    return view(
        orders.release(
            id,
            text("document", body.document()),
            despite,
            required("version", body.version()),
            caller));
  }

  /** Why there was no reason for it. */
  record Withdrawing(@Nullable String reason) {}

  @PostMapping("/{id}/withdraw")
  @Access(value = Permission.ISOLATION_ACT, within = Within.UNITS)
  OrderView withdraw(@PathVariable UUID id, @RequestBody Withdrawing body, Caller caller) {
    seen(id, caller);
    return view(orders.withdraw(id, text("reason", body.reason()), caller));
  }

  private static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw Refused.invalid("isolation.field_missing").field(field);
    }
    return value;
  }

  private static String text(String field, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw Refused.invalid("isolation.field_missing").field(field);
    }
    if (text.length() > MOST || !PlainValues.isText(text)) {
      throw Refused.invalid("isolation.field_too_long").field(field).with("limit", MOST);
    }
    return text.strip();
  }

  private static Place place(@Nullable String word) {
    String given = text("place", word);
    for (Place each : Place.values()) {
      if (each.key().equals(given.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    throw Refused.invalid("isolation.place_unknown")
        .field("place")
        .value(PlainValues.shown(given, 40));
  }

  private OrderRow seen(UUID id, Caller caller) {
    return store
        .one(id, caller.scope())
        .orElseThrow(() -> Refused.notFound("isolation.order_unknown").field("id").value(id));
  }

  private OrderView view(OrderRow row) {
    return views.orders(List.of(row)).getFirst();
  }
}
