package org.shouwang.sampling;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.shouwang.channels.Addressee;
import org.shouwang.channels.Channels;
import org.shouwang.channels.Message;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.People;
import org.shouwang.people.PlaceSummary;
import org.shouwang.sampling.SlotStore.Slot;
import org.springframework.stereotype.Component;

/** Sets slots, gives people the point of theirs and tells the leads of the units. */
@Component
class Slots {

  private static final DateTimeFormatter DAY_TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  private final SlotStore store;
  private final RoundStore rounds;
  private final ExpectedStore expected;
  private final Channels channels;
  private final People people;
  private final WorldClock world;

  Slots(
      SlotStore store,
      RoundStore rounds,
      ExpectedStore expected,
      Channels channels,
      People people,
      WorldClock world) {
    this.store = store;
    this.rounds = rounds;
    this.expected = expected;
    this.channels = channels;
    this.people = people;
    this.world = world;
  }

  /**
   * After slots of a round changed, in the caller's transaction. A draft's are told when it opens.
   */
  void changed(Round round) {
    if (round.state() == RoundState.OPENED) {
      expected.follow(round.id());
      tell(round.id());
    }
  }

  /** Tells the leads of the units whose slots are new or have changed. */
  void tell(UUID id) {
    Round round = rounds.find(id).orElseThrow();
    List<Slot> untold = store.untold(id, world.now());
    if (untold.isEmpty()) {
      return;
    }
    Map<UUID, PlaceSummary> places = people.places();
    RoundUnits units = rounds.units();
    List<Message> messages = new ArrayList<>();
    for (Slot slot : untold) {
      PlaceSummary place = places.get(slot.place());
      messages.add(
          new Message(
              "sampling:slot:" + slot.id() + ":" + slot.version(),
              Addressee.unit(slot.unit()),
              "sampling.slot_told",
              Map.of(
                  "round", round.name(),
                  "unit", units.name(slot.unit()),
                  "building", slot.building() == null ? "" : slot.building(),
                  "place", place == null ? "" : place.name(),
                  "from", local(slot.from()).format(DAY_TIME),
                  "until", local(slot.until()).format(TIME)),
              "/rounds?round=" + id,
              id));
    }
    channels.send(messages);
  }

  private static ZonedDateTime local(Instant at) {
    return at.atZone(WorldClock.ZONE);
  }
}
