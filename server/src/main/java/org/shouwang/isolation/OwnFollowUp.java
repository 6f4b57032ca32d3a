package org.shouwang.isolation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.OwnOrder.HalfDay;
import org.shouwang.isolation.OwnOrder.Handed;
import org.shouwang.isolation.Reading.Half;
import org.shouwang.people.People;
import org.shouwang.people.PlaceSummary;
import org.shouwang.security.Scope;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people in isolation may see of their own order, and what they hand in themselves. */
@Service
public class OwnFollowUp {

  /** Who brought what came by a person's own page, in place of a name. */
  public static final String OWN_PAGE = "own_page";

  private static final int LATELY = 50;

  private final OrderStore orders;
  private final ReadingStore readings;
  private final FollowUp followUp;
  private final Releases releases;
  private final People people;
  private final WorldClock world;

  OwnFollowUp(
      OrderStore orders,
      ReadingStore readings,
      FollowUp followUp,
      Releases releases,
      People people,
      WorldClock world) {
    this.orders = orders;
    this.readings = readings;
    this.followUp = followUp;
    this.releases = releases;
    this.people = people;
    this.world = world;
  }

  /** A person's order in force within a scope, the newest of several. */
  public Optional<UUID> ordered(UUID person, Scope scope) {
    return orders.orderedOf(person, scope);
  }

  /** Whether an order is in force. */
  public boolean isInForce(UUID order) {
    return orders
        .one(order, Scope.EVERYWHERE)
        .filter(it -> it.state() == OrderRow.State.ORDERED)
        .isPresent();
  }

  /** An order as its person may see it; empty when it isn't in force any more. */
  public Optional<OwnOrder> inForce(UUID order) {
    return orders
        .one(order, Scope.EVERYWHERE)
        .filter(it -> it.state() == OrderRow.State.ORDERED)
        .map(this::view);
  }

  /** The same, and it doesn't end before the caller's commit. */
  @Transactional
  public Optional<OwnOrder> held(UUID order) {
    return orders.lock(order).filter(it -> it.state() == OrderRow.State.ORDERED).map(this::view);
  }

  /**
   * Keeps what a person hands in of themselves exactly as what a worker found. An id that is known
   * changes nothing.
   *
   * @throws Refused 409 when the order has ended, or when what is corrected isn't the person's last
   *     reading of this half-day; 422 for a value that can't be taken
   */
  @Transactional
  public void handIn(UUID order, OwnReading given, Actor who) {
    OrderRow row =
        orders
            .lock(order)
            .filter(it -> it.state() == OrderRow.State.ORDERED)
            .orElseThrow(() -> Refused.conflict("isolation.state_moved").value("ended"));
    if (given.id() == null) {
      throw Refused.invalid("isolation.field_missing").field("id");
    }
    Reading reading = reading(row, given, given.id());
    if (readings.one(order, given.id()).isPresent()) {
      return;
    }
    if (given.corrects() != null && !given.corrects().equals(lastOwn(row))) {
      throw Refused.conflict("isolation.correction_late").field("corrects").value(given.corrects());
    }
    followUp.record(row, reading, who);
  }

  private Reading reading(OrderRow order, OwnReading given, UUID id) {
    Instant now = world.now().truncatedTo(ChronoUnit.MICROS);
    Reading reading =
        new Reading(
            order.id(),
            id,
            now,
            Reading.State.SEEN_WELL,
            ReadingWords.temperature(given.temperature()),
            ReadingWords.symptoms(given.symptoms()),
            Reading.How.OWN,
            ReadingWords.note(given.note()),
            OWN_PAGE,
            now,
            given.corrects());
    if (reading.temperature() == null && reading.symptoms().isEmpty() && reading.note() == null) {
      throw Refused.invalid("isolation.field_missing").field("temperature");
    }
    return reading;
  }

  /** The person's last reading of the half of the day that it is now. */
  private @Nullable UUID lastOwn(OrderRow order) {
    Half half = Half.of(world.now());
    return today(order).stream()
        .filter(it -> it.half() == half && isOwn(it))
        .findFirst()
        .map(Reading::id)
        .orElse(null);
  }

  private List<Reading> today(OrderRow order) {
    LocalDate today = world.today();
    return readings.latest(order.id(), LATELY).stream()
        .filter(it -> it.day().equals(today))
        .toList();
  }

  private OwnOrder view(OrderRow row) {
    PlaceSummary room = row.room() == null ? null : people.place(row.room()).orElse(null);
    PlaceSummary site =
        room == null || room.parentId() == null ? null : people.place(room.parentId()).orElse(null);
    return new OwnOrder(
        row.id(),
        row.person(),
        row.unit(),
        row.worker(),
        row.untilOn(),
        row.place() == null ? null : row.place().key(),
        site == null ? null : site.name(),
        room == null ? null : room.name(),
        halves(row),
        lastOwn(row),
        nextTest(row));
  }

  private List<HalfDay> halves(OrderRow row) {
    List<Reading> today = today(row);
    List<HalfDay> halves = new ArrayList<>();
    Instant now = world.now();
    for (Half half : Half.values()) {
      Instant due = followUp.due(world.today(), half);
      List<Reading> own = today.stream().filter(it -> it.half() == half).toList();
      boolean seen = own.stream().anyMatch(it -> it.state().seen());
      boolean asked = row.orderedAt() == null || row.orderedAt().isBefore(due);
      if (seen || asked) {
        halves.add(
            new HalfDay(
                half.key(),
                seen ? "done" : due.isAfter(now) ? "to_come" : "missed",
                due,
                own.stream().filter(it -> it.state().seen()).map(OwnFollowUp::handed).toList()));
      }
    }
    return List.copyOf(halves);
  }

  /** By the person themselves; a worker may have heard it by phone, too. */
  private static boolean isOwn(Reading it) {
    return it.how() == Reading.How.OWN && it.by().equals(OWN_PAGE);
  }

  private static Handed handed(Reading it) {
    boolean own = isOwn(it);
    return new Handed(
        it.id(),
        it.at(),
        own,
        own && it.state() == Reading.State.SEEN_UNWELL,
        own ? it.temperature() : null,
        own ? it.symptoms() : List.of(),
        own ? it.note() : null,
        own ? it.corrects() : null);
  }

  private @Nullable LocalDate nextTest(OrderRow row) {
    Releases.Standing standing = releases.of(List.of(row)).get(row.id());
    if (standing == null) {
      return null;
    }
    LocalDate today = world.today();
    Set<LocalDate> swabbed =
        standing.swabs().stream()
            .map(ReleaseRules.Swab::on)
            .collect(java.util.stream.Collectors.toSet());
    Stream<LocalDate> days = standing.plan().tests().stream().map(IsolationPlan.Test::on);
    return days.filter(it -> !it.isBefore(today) && !swabbed.contains(it))
        .min(LocalDate::compareTo)
        .orElse(null);
  }
}
