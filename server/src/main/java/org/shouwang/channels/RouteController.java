package org.shouwang.channels;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Directory;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Messages;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Routes, and what hasn't arrived on them. Addresses and secrets go in and never come out. */
@RestController
@RequestMapping("/api/v1/channels")
class RouteController {

  private static final Duration UNROUTED_SINCE = Duration.ofDays(7);
  private static final String UNIT = "unit";
  private static final Set<String> STATES = Set.of("waiting", "failed");

  private final Routes routes;
  private final RouteStore store;
  private final DeliveryBoard board;
  private final Directory directory;
  private final Messages messages;
  private final Clock wall;

  RouteController(
      Routes routes,
      RouteStore store,
      DeliveryBoard board,
      Directory directory,
      Messages messages,
      Clock wall) {
    this.routes = routes;
    this.store = store;
    this.board = board;
    this.directory = directory;
    this.messages = messages;
    this.wall = wall;
  }

  /** A route as screens see it. */
  record RouteView(
      UUID id,
      String name,
      String channel,
      @Nullable String toKind,
      @Nullable UUID toId,
      @Nullable String toName,
      String address,
      boolean hasSecret,
      int perMinute,
      boolean enabled,
      int failures,
      @Nullable Instant restUntil,
      @Nullable Instant lastOk,
      @Nullable String reason,
      @Nullable String detail,
      long waiting,
      long failed,
      int version) {}

  /**
   * A page of routes.
   *
   * @param unrouted messages of the last seven days to persons whom no route reaches
   */
  record RoutePage(List<RouteView> items, @Nullable String next, long unrouted) {}

  /** Where a test goes; only for SMS. */
  record Testing(@Nullable String phone) {}

  /** How a test ended. */
  record Tested(String outcome, @Nullable String reason, @Nullable String detail) {}

  /** How many were touched. */
  record Touched(int deliveries) {}

  /** A delivery that hasn't arrived, with its title in the reader's language. */
  record DeliveryView(
      UUID id,
      String channel,
      @Nullable UUID routeId,
      @Nullable String route,
      String state,
      int attempts,
      @Nullable Instant nextAt,
      Instant waitingSince,
      @Nullable String reason,
      @Nullable String detail,
      boolean unsure,
      String toKind,
      UUID toId,
      @Nullable String toName,
      String title,
      Instant at) {}

  @GetMapping("/routes")
  @Access(value = Permission.CHANNELS_MANAGE, within = Within.PARK)
  RoutePage list(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit) {
    int size = Page.limit(limit);
    List<Route> rows = store.list(Page.decode(after, PlainValues::uuid), size + 1);
    Page<Route> page = Page.of(rows, size, route -> route.id().toString());
    return new RoutePage(
        views(page.items()), page.next(), board.unrouted(wall.instant().minus(UNROUTED_SINCE)));
  }

  @PostMapping("/routes")
  @Access(value = Permission.CHANNELS_MANAGE, within = Within.PARK)
  RouteView add(@RequestBody Routes.Fields body, Caller caller) {
    return view(routes.add(body, caller));
  }

  @PutMapping("/routes/{id}")
  @Access(value = Permission.CHANNELS_MANAGE, within = Within.PARK)
  RouteView change(@PathVariable UUID id, @RequestBody Routes.Fields body, Caller caller) {
    return view(routes.change(id, body, caller));
  }

  @DeleteMapping("/routes/{id}")
  @Access(value = Permission.CHANNELS_MANAGE, within = Within.PARK)
  Touched remove(@PathVariable UUID id, Caller caller) {
    return new Touched(routes.remove(id, caller));
  }

  @PostMapping("/routes/{id}/retry")
  @Access(value = Permission.CHANNELS_MANAGE, within = Within.PARK)
  Touched retry(@PathVariable UUID id, Caller caller) {
    return new Touched(routes.retry(id, caller));
  }

  @PostMapping("/routes/{id}/test")
  @Access(value = Permission.CHANNELS_MANAGE, within = Within.PARK)
  Tested test(@PathVariable UUID id, @RequestBody Testing body, Caller caller) {
    Outcome outcome = routes.test(id, body.phone(), caller);
    return new Tested(outcome.kind().key(), outcome.reason(), outcome.detail());
  }

  @GetMapping("/deliveries")
  @Access(value = Permission.CHANNELS_MANAGE, within = Within.PARK)
  Page<DeliveryView> deliveries(
      @RequestParam(defaultValue = "failed") String state,
      @RequestParam(required = false) @Nullable UUID route,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Locale locale) {
    if (!STATES.contains(state)) {
      throw Refused.invalid("channels.state_unknown")
          .field("state")
          .value(PlainValues.shown(state, 40));
    }
    int size = Page.limit(limit);
    List<DeliveryBoard.Row> rows =
        board.list(state, route, Page.decode(after, PlainValues::uuid), size + 1);
    Page<DeliveryBoard.Row> page = Page.of(rows, size, row -> row.id().toString());
    Map<UUID, String> units =
        unitNames(
            page.items().stream()
                .filter(row -> row.toKind().equals(UNIT))
                .map(DeliveryBoard.Row::toId));
    return new Page<>(
        page.items().stream().map(row -> view(row, units, locale)).toList(), page.next(), null);
  }

  private DeliveryView view(DeliveryBoard.Row row, Map<UUID, String> units, Locale locale) {
    return new DeliveryView(
        row.id(),
        row.channel(),
        row.routeId(),
        row.route(),
        row.state(),
        row.attempts(),
        row.state().equals("waiting") ? row.nextAt() : null,
        row.waitingSince(),
        row.reason(),
        row.detail(),
        row.unsure(),
        row.toKind(),
        row.toId(),
        units.get(row.toId()),
        messages.text(locale, row.text() + ".title", row.values()),
        row.at());
  }

  private Map<UUID, String> unitNames(Stream<@Nullable UUID> units) {
    Set<UUID> ids = units.filter(Objects::nonNull).collect(Collectors.toSet());
    return ids.isEmpty() ? Map.of() : directory.unitNames(ids);
  }

  private RouteView view(Route route) {
    return views(List.of(route)).getFirst();
  }

  private List<RouteView> views(List<Route> rows) {
    Map<UUID, DeliveryBoard.Counts> counts = board.counts(rows.stream().map(Route::id).toList());
    Map<UUID, String> names =
        unitNames(rows.stream().filter(route -> UNIT.equals(route.toKind())).map(Route::toId));
    return rows.stream()
        .map(route -> {
          DeliveryBoard.Counts count =
              counts.getOrDefault(route.id(), new DeliveryBoard.Counts(0, 0));
          UUID toId = route.toId();
          return new RouteView(
              route.id(),
              route.name(),
              route.channel().key(),
              route.toKind(),
              toId,
              toId == null ? null : names.get(toId),
              route.shown(),
              route.secret() != null,
              route.perMinute(),
              route.enabled(),
              route.failures(),
              route.restUntil(),
              route.lastOk(),
              route.reason(),
              route.detail(),
              count.waiting(),
              count.failed(),
              route.version());
        })
        .toList();
  }
}
