package org.shouwang.isolation;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.isolation.OrderViews.Named;
import org.shouwang.people.People;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Rooms of the isolation sites over HTTP. */
@RestController
@RequestMapping("/api/v1/isolation/orders")
class RoomController {

  private final Rooms rooms;
  private final RoomBoard board;
  private final OrderStore orders;
  private final OrderViews views;
  private final People people;

  RoomController(Rooms rooms, RoomBoard board, OrderStore orders, OrderViews views, People people) {
    this.rooms = rooms;
    this.board = board;
    this.orders = orders;
    this.views = views;
    this.people = people;
  }

  /**
   * A room, and how many are in it.
   *
   * @param capacity how many it holds; null: not known, one person or people who belong together
   */
  record RoomView(UUID id, String name, String site, int people, @Nullable Integer capacity) {

    static RoomView of(RoomRules.Room room) {
      return new RoomView(room.id(), room.name(), room.site(), room.people(), room.capacity());
    }
  }

  /** Rooms of the isolation sites, and how many are in each. */
  @GetMapping("/rooms")
  @Access(value = Permission.ISOLATION_READ, within = Within.PARK)
  List<RoomView> rooms() {
    return board.rooms(null).stream().map(RoomView::of).toList();
  }

  /**
   * A room for somebody.
   *
   * @param reasons why it won't do; none: it would
   * @param hints what is to be thought of though it would do
   */
  record ChoiceView(
      UUID id,
      String name,
      String site,
      int people,
      @Nullable Integer capacity,
      List<RoomRules.Reason> reasons,
      List<RoomRules.Hint> hints) {

    static ChoiceView of(Rooms.Choice choice) {
      RoomView room = RoomView.of(choice.room());
      return new ChoiceView(
          room.id(),
          room.name(),
          room.site(),
          room.people(),
          room.capacity(),
          choice.fit().reasons(),
          choice.fit().hints());
    }
  }

  /**
   * Where the person of an order could be put.
   *
   * @param child whether they are one on the first day of isolation
   * @param needsCarer whether somebody must stay with them at a site
   * @param mates grown-ups of the household within the caller's units, who could
   * @param rooms the best first; those that won't do come last
   */
  record ChoicesView(
      boolean child, boolean needsCarer, List<Named> mates, List<ChoiceView> rooms) {}

  /**
   * Rooms for the person of an order.
   *
   * @param dependent whether they need help; absent: as on the order
   * @param carerId who stays with them; absent: as on the order
   * @param on first day of isolation; absent: as on the order, or today
   */
  @GetMapping("/{id}/rooms")
  @Access(value = Permission.ISOLATION_READ, within = Within.UNITS)
  ChoicesView choices(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable Boolean dependent,
      @RequestParam(required = false) @Nullable UUID carerId,
      @RequestParam(required = false) @Nullable LocalDate on,
      Caller caller) {
    OrderRow row =
        orders
            .one(id, caller.scope())
            .orElseThrow(() -> Refused.notFound("isolation.order_unknown").field("id").value(id));
    Rooms.Choices choices = rooms.choices(row, on, new Rooms.Wanted(dependent, carerId));
    Set<UUID> seen = people.visible(caller.scope(), choices.mates());
    Map<UUID, Named> names = views.names(seen);
    return new ChoicesView(
        choices.child(),
        choices.needsCarer(),
        choices.mates().stream()
            .filter(seen::contains)
            .map(it -> Objects.requireNonNull(names.get(it)))
            .toList(),
        choices.rooms().stream().map(ChoiceView::of).toList());
  }
}
