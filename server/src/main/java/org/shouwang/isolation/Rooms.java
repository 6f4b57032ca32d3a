package org.shouwang.isolation;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseBook;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.OrderRow.Place;
import org.shouwang.isolation.RoomBoard.Known;
import org.shouwang.isolation.RoomRules.Fit;
import org.shouwang.isolation.RoomRules.Hint;
import org.shouwang.isolation.RoomRules.Inside;
import org.shouwang.isolation.RoomRules.Newcomer;
import org.shouwang.isolation.RoomRules.Person;
import org.shouwang.isolation.RoomRules.Room;
import org.shouwang.people.People;
import org.shouwang.policy.Policy;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** Who comes into which room, and who stays with those who can't be alone. */
@Component
class Rooms {

  private static final int USUAL_CHILD_AGE = 14;

  /** Keeps the order of the board among equals. */
  private static final Comparator<Choice> BEST =
      Comparator.comparing((Choice it) -> !it.fit().fits())
          .thenComparing(it -> it.fit().hints().contains(Hint.COUNTERPART_SITE))
          .thenComparing(it -> it.room().inside().isEmpty())
          .thenComparing(it -> it.room().capacity() == null ? 1 : it.room().capacity());

  private final RoomBoard board;
  private final OrderStore orders;
  private final CarerStore carers;
  private final CaseBook cases;
  private final People people;
  private final Policy policy;
  private final WorldClock world;

  Rooms(
      RoomBoard board,
      OrderStore orders,
      CarerStore carers,
      CaseBook cases,
      People people,
      Policy policy,
      WorldClock world) {
    this.board = board;
    this.orders = orders;
    this.carers = carers;
    this.cases = cases;
    this.people = people;
    this.policy = policy;
    this.world = world;
  }

  /**
   * What is said of care.
   *
   * @param dependent whether the person needs help; null: as on the order
   * @param carer who stays with them; null: as on the order, if they are still there
   */
  record Wanted(@Nullable Boolean dependent, @Nullable UUID carer) {

    static final Wanted AS_IS = new Wanted(null, null);

    boolean dependent(OrderRow row) {
      return dependent == null ? row.dependent() : dependent;
    }

    @Nullable UUID carer(OrderRow row) {
      return carer != null ? carer : row.carerGoneAt() == null ? row.carer() : null;
    }
  }

  /** What is kept of care. */
  record Care(boolean dependent, @Nullable UUID carer) {}

  /**
   * Takes a place for a person, until the commit before all others.
   *
   * @param room null: none yet, or at home
   * @param on first day of isolation
   * @throws Refused 404 for an unknown room, 409 when it can't be theirs, 422 when nobody would
   *     stay with a child or somebody who needs help
   */
  Care take(OrderRow row, Place place, @Nullable UUID room, LocalDate on, Wanted wanted) {
    if (room != null) {
      orders.roomTurn(room);
    }
    UUID carer = wanted.carer(row);
    carers.turn(both(row, carer));
    boolean dependent = wanted.dependent(row);
    if (place == Place.HOME) {
      return new Care(dependent, null);
    }
    Map<UUID, Known> known = board.people(both(row, carer));
    boolean needsCarer = dependent || isChild(known.get(row.person()), row, on);
    if (needsCarer) {
      check(carer, row, room, known, on);
    } else if (wanted.carer() != null) {
      throw Refused.invalid("isolation.carer_not_needed").field("carerId").value(wanted.carer());
    }
    Newcomer newcomer = newcomer(row.person(), needsCarer, needsCarer ? carer : null, known);
    // whoever only arrives where they were put has that place already
    if (room != null && !(room.equals(row.room()) && sameCarer(newcomer, row))) {
      check(newcomer, room, row);
    }
    return new Care(dependent, newcomer.carer() == null ? null : newcomer.carer().id());
  }

  /** The two may be one: who names somebody as their own carer is told so. */
  private static List<UUID> both(OrderRow row, @Nullable UUID carer) {
    return carer == null ? List.of(row.person()) : List.of(row.person(), carer);
  }

  private static boolean sameCarer(Newcomer newcomer, OrderRow row) {
    UUID carer = newcomer.carer() == null ? null : newcomer.carer().id();
    return row.carerGoneAt() == null && Objects.equals(carer, row.carer());
  }

  private void check(
      @Nullable UUID carer,
      OrderRow row,
      @Nullable UUID room,
      Map<UUID, Known> known,
      LocalDate on) {
    if (carer == null) {
      throw Refused.invalid("isolation.carer_missing").field("carerId");
    }
    if (carer.equals(row.person()) || !people.facts(Set.of(carer)).containsKey(carer)) {
      throw Refused.invalid("isolation.carer_unknown").field("carerId").value(carer);
    }
    if (isChild(known.get(carer), row, on) || carers.dependent(carer)) {
      throw Refused.invalid("isolation.carer_unfit").field("carerId").value(carer);
    }
    if (infects(carer, row.person())) {
      throw Refused.conflict("isolation.carer_ill").field("carerId").value(carer);
    }
    if (person(row.person(), known).apart(person(carer, known))) {
      throw Refused.conflict("isolation.carer_counterpart").field("carerId").value(carer);
    }
    if (carers.heldElsewhere(carer, room)) {
      throw Refused.conflict("isolation.carer_elsewhere").field("carerId").value(carer);
    }
  }

  /** Whether the carer has an open case of a disease of which the person has none. */
  private boolean infects(UUID carer, UUID person) {
    Map<UUID, Set<String>> ill = cases.diseases(List.of(carer, person));
    return !ill.getOrDefault(person, Set.of()).containsAll(ill.getOrDefault(carer, Set.of()));
  }

  private void check(Newcomer newcomer, UUID id, OrderRow row) {
    List<Room> rooms = board.rooms(row.id());
    Room room =
        rooms.stream()
            .filter(it -> it.id().equals(id))
            .findFirst()
            .orElseThrow(
                () -> Refused.notFound("isolation.room_unknown").field("roomId").value(id));
    RoomRules.fit(newcomer, room, List.of()).reasons().stream()
        .findFirst()
        .ifPresent(reason -> {
          String code =
              switch (reason) {
                case TAKEN -> "isolation.room_taken";
                case FULL -> "isolation.room_full";
                case COUNTERPART -> "isolation.room_counterpart";
              };
          throw Refused.conflict(code).field("roomId").value(id);
        });
  }

  /** A room, and whether it would do. */
  record Choice(Room room, Fit fit) {}

  /**
   * Where somebody could be put.
   *
   * @param child whether they are one on their first day
   * @param mates grown-ups who live with them
   * @param rooms the best first; those that won't do come last
   */
  record Choices(boolean child, boolean needsCarer, List<UUID> mates, List<Choice> rooms) {}

  /**
   * All rooms for the person of an order: first where those are who belong to them, then the
   * smallest; those at a site with the other of an A/B pair after all others.
   */
  Choices choices(OrderRow row, @Nullable LocalDate on, Wanted wanted) {
    LocalDate first = on != null ? on : row.isolatedOn() != null ? row.isolatedOn() : world.today();
    UUID carer = wanted.carer(row);
    Map<UUID, Known> known = board.people(both(row, carer));
    boolean child = isChild(known.get(row.person()), row, first);
    boolean needsCarer = child || wanted.dependent(row);
    Newcomer newcomer = newcomer(row.person(), needsCarer, needsCarer ? carer : null, known);
    List<Room> rooms = board.rooms(row.id());
    List<Choice> choices =
        rooms.stream()
            .map(it -> new Choice(it, RoomRules.fit(newcomer, it, elsewhere(it, rooms))))
            .sorted(BEST)
            .toList();
    List<UUID> mates =
        known.values().stream()
            .filter(it -> it.person().lives(newcomer.person()))
            .filter(it -> !it.person().id().equals(row.person()))
            .filter(it -> !isChild(it, row, first))
            .map(it -> it.person().id())
            .sorted()
            .toList();
    return new Choices(child, needsCarer, mates, choices);
  }

  private static Collection<Inside> elsewhere(Room room, List<Room> rooms) {
    return rooms.stream()
        .filter(it -> it.siteId().equals(room.siteId()) && !it.id().equals(room.id()))
        .flatMap(it -> it.inside().stream())
        .toList();
  }

  private boolean isChild(@Nullable Known known, OrderRow row, LocalDate on) {
    LocalDate born = known == null ? null : known.born();
    return born != null && on.isBefore(born.plusYears(childAge(row)));
  }

  private int childAge(OrderRow row) {
    return policy.of(row.disease()).inForce(world.now()).value("isolation.child_age")
            instanceof Number age
        ? age.intValue()
        : USUAL_CHILD_AGE;
  }

  private static Newcomer newcomer(
      UUID id, boolean needsCarer, @Nullable UUID carer, Map<UUID, Known> known) {
    return new Newcomer(person(id, known), needsCarer, carer == null ? null : person(carer, known));
  }

  private static Person person(UUID id, Map<UUID, Known> known) {
    Known one = known.get(id);
    return one == null ? new Person(id, null, Set.of()) : one.person();
  }
}
