package org.shouwang.status;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.channels.Addressee;
import org.shouwang.channels.Channels;
import org.shouwang.channels.Message;
import org.shouwang.people.PersonSummary;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Tells of changed statuses: other modules by an event, the leads of each unit by one message that
 * names who may come in and who may not, never why. The persons themselves read their own page, and
 * are told when evidence about them was withdrawn.
 */
@Component
class Telling {

  private static final int NAMES = 10;

  private final Channels channels;
  private final ApplicationEventPublisher events;

  Telling(Channels channels, ApplicationEventPublisher events) {
    this.channels = channels;
    this.events = events;
  }

  private record Heap(UUID unit, Level to) {}

  void tell(
      List<StatusesChanged.Change> changes,
      Map<UUID, PersonSummary> cards,
      Instant now,
      @Nullable UUID cause) {
    if (changes.isEmpty()) {
      return;
    }
    UUID batch = UuidCreator.getTimeOrderedEpoch();
    Map<Heap, List<PersonSummary>> heaps =
        new TreeMap<>(Comparator.comparing(Heap::unit).thenComparing(Heap::to));
    for (StatusesChanged.Change change : changes) {
      PersonSummary card = cards.get(change.person());
      if (card != null && card.unitId() != null) {
        heaps
            .computeIfAbsent(new Heap(card.unitId(), change.to()), heap -> new ArrayList<>())
            .add(card);
      }
    }
    List<Message> messages = new ArrayList<>();
    heaps.forEach((heap, persons) -> messages.add(message(batch, heap, persons, cause)));
    channels.send(messages);
    events.publishEvent(new StatusesChanged(changes));
  }

  /**
   * Tells each person whose level is another one now that evidence about them was withdrawn; what
   * it was stays unsaid, as phones lie about.
   *
   * @param before levels of those who were not free
   * @param after levels of those who are not free
   * @param act that withdrew
   */
  void withdrawn(Map<UUID, Level> before, Map<UUID, Level> after, UUID act) {
    List<Message> messages = new ArrayList<>();
    new TreeMap<>(before)
        .forEach((person, was) -> {
          Level now = after.getOrDefault(person, Level.FREE);
          if (was != now) {
            messages.add(
                new Message(
                    "status:withdrawn:%s:%s".formatted(act, person),
                    Addressee.person(person),
                    "status.withdrawn." + now.key(),
                    Map.of(),
                    "/me",
                    act));
          }
        });
    channels.send(messages);
  }

  private static Message message(
      UUID batch, Heap heap, List<PersonSummary> persons, @Nullable UUID cause) {
    String names =
        persons.stream()
            .map(PersonSummary::name)
            .filter(Objects::nonNull)
            .sorted()
            .limit(NAMES)
            .collect(Collectors.joining("、"));
    return new Message(
        "status:%s:%s:%s".formatted(batch, heap.unit(), heap.to().key()),
        Addressee.unit(heap.unit()),
        "status.told." + heap.to().key(),
        Map.of("count", String.valueOf(persons.size()), "names", names),
        heap.to() == Level.FREE ? "/status" : "/status?unit=" + heap.unit(),
        cause == null ? batch : cause);
  }
}
