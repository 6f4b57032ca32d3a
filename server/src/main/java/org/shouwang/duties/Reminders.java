package org.shouwang.duties;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.channels.Addressee;
import org.shouwang.channels.Channels;
import org.shouwang.channels.Message;
import org.shouwang.duties.ClockStore.Moved;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.web.Messages;
import org.springframework.stereotype.Component;

/**
 * Tells whoever a ladder names of the duties that climbed a step: one message for each addressee,
 * kind, day and step, with the count and the first names.
 */
@Component
class Reminders {

  /** Reason of duties that are handed on because their holder can't do them. */
  static final String UNAVAILABLE = "holder_unavailable";

  private static final int NAMES = 5;

  private final Channels channels;
  private final ClockStore store;
  private final UnitsBoard units;
  private final People people;
  private final Set<String> texts;

  Reminders(
      Channels channels, ClockStore store, UnitsBoard units, People people, Messages messages) {
    this.channels = channels;
    this.store = store;
    this.units = units;
    this.people = people;
    this.texts = messages.keys(Locale.SIMPLIFIED_CHINESE);
  }

  private record Heap(Addressee to, String kind, java.time.LocalDate day, String told, int step) {}

  void tell(List<Moved> climbed) {
    if (climbed.isEmpty()) {
      return;
    }
    Map<String, List<String>> ladders = new HashMap<>();
    Map<UUID, UUID> above = units.above();
    Map<Heap, List<Moved>> heaps = new LinkedHashMap<>();
    for (Moved moved : climbed) {
      String told = ladders.computeIfAbsent(moved.ladder(), store::told).get(moved.step());
      Addressee to = addressee(Objects.requireNonNull(told), moved, above);
      heaps
          .computeIfAbsent(
              new Heap(to, moved.change().kind(), moved.day(), told, moved.step()),
              heap -> new ArrayList<>())
          .add(moved);
    }
    Map<UUID, String> names = names(heaps);
    List<Message> messages = new ArrayList<>();
    heaps.forEach((heap, some) -> messages.add(message(heap, some, names)));
    channels.send(messages);
  }

  /** A unit's duty is reminded at the unit, overdue at the unit above it. */
  private static Addressee addressee(String told, Moved moved, Map<UUID, UUID> above) {
    boolean byUnit = moved.holder().kind() == Party.Kind.UNIT;
    UUID unit = moved.unit();
    UUID lead = byUnit ? above.getOrDefault(unit, unit) : unit;
    return switch (told) {
      case "holder" ->
          moved.holder().kind() == Party.Kind.PERSON
              ? Addressee.person(moved.holder().id())
              : Addressee.unit(unit);
      case "lead" -> Addressee.unit(lead);
      default -> Addressee.unit(above.getOrDefault(lead, lead));
    };
  }

  private Message message(Heap heap, List<Moved> some, Map<UUID, String> names) {
    some.sort(Comparator.comparing(it -> it.change().duty()));
    UUID first = some.getFirst().change().duty();
    String listed =
        some.stream()
            .limit(NAMES)
            .map(it -> name(it, names))
            .filter(it -> !it.isEmpty())
            .distinct()
            .collect(Collectors.joining("、"));
    Map<String, String> values = new TreeMap<>();
    values.put("count", String.valueOf(some.size()));
    values.put("day", heap.day().toString());
    values.put("names", listed);
    return new Message(
        "duties:%s:%d".formatted(first, heap.step()),
        heap.to(),
        text(heap),
        values,
        "/duties?day=%s&kind=%s".formatted(heap.day(), heap.kind()),
        first);
  }

  /** The kind's own words where its module has some. */
  private String text(Heap heap) {
    String own = heap.kind() + "." + heap.told();
    return texts.contains(own + ".title") ? own : "duties.told." + heap.told();
  }

  private static String name(Moved moved, Map<UUID, String> names) {
    if (!moved.title().isEmpty()) {
      return moved.title();
    }
    return names.getOrDefault(moved.subject().id(), "");
  }

  private Map<UUID, String> names(Map<Heap, List<Moved>> heaps) {
    List<Party> subjects =
        heaps.values().stream()
            .flatMap(some -> some.stream().limit(NAMES))
            .filter(it -> it.title().isEmpty())
            .map(Moved::subject)
            .toList();
    Map<UUID, String> names = new HashMap<>(units.names());
    Map<UUID, PersonSummary> persons =
        people.facts(
            subjects.stream().filter(it -> it.kind() == Party.Kind.PERSON).map(Party::id).toList());
    persons.forEach((id, person) -> {
      @Nullable String name = person.name();
      if (name != null) {
        names.put(id, name);
      }
    });
    return names;
  }
}
