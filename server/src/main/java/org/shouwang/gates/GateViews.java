package org.shouwang.gates;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Turns rows into what screens show: names of persons and places looked up for a page at once. */
@Component
class GateViews {

  private final Persons people;
  private final PlaceBook places;
  private final ObjectMapper json;

  GateViews(Persons people, PlaceBook places, ObjectMapper json) {
    this.people = people;
    this.places = places;
    this.json = json;
  }

  /** A person in a list. */
  record Person(UUID id, @Nullable String name, @Nullable String unitName, boolean provisional) {}

  /** A place in a list. */
  record Named(UUID id, String name) {}

  /** A pass in a list. */
  record Pass(
      UUID id,
      Instant at,
      Instant recordedAt,
      long skewMs,
      List<String> flags,
      Named place,
      @Nullable String lane,
      String direction,
      Person person,
      List<Double> temperatures,
      @Nullable String colour,
      VerdictView verdict,
      @Nullable VerdictView deviceVerdict,
      boolean differs,
      @Nullable UUID guardId,
      @Nullable String method) {}

  /** A hold in a list: the reasons as categories only. */
  record Hold(
      UUID id,
      Person person,
      Named place,
      @Nullable Named holdingRoom,
      @Nullable String receiver,
      Set<String> reasons,
      Instant openedAt,
      Instant dueAt,
      String state,
      @Nullable String outcome,
      @Nullable String note,
      @Nullable Instant closedAt,
      @Nullable String closedBy) {}

  /** An alert in a list. */
  record Alert(
      UUID id,
      String kind,
      UUID cause,
      @Nullable Named place,
      @Nullable Person person,
      Instant openedAt,
      @JsonRawValue String detail,
      String state,
      @Nullable Instant closedAt,
      @Nullable String closedBy,
      @Nullable String note) {}

  Map<UUID, PersonCard> cards(Collection<UUID> ids) {
    return people.cards(ids);
  }

  Person person(UUID id, Map<UUID, PersonCard> cards) {
    PersonCard card = cards.get(id);
    return card == null
        ? new Person(id, null, null, true)
        : new Person(id, card.name(), card.unitName(), card.provisional());
  }

  @Nullable Named place(@Nullable UUID id) {
    return id == null ? null : new Named(id, places.name(id));
  }

  List<Pass> passes(List<PassBoard.Row> rows) {
    Set<UUID> ids = new HashSet<>();
    rows.forEach(row -> ids.add(row.person()));
    Map<UUID, PersonCard> cards = cards(ids);
    return rows.stream().map(row -> pass(row, cards)).toList();
  }

  private Pass pass(PassBoard.Row row, Map<UUID, PersonCard> cards) {
    JsonNode data = json.readTree(row.data());
    List<Double> temperatures = new ArrayList<>(2);
    data.path("temperatures").forEach(each -> temperatures.add(each.asDouble(0)));
    boolean differs = row.deviceAction() != null && !row.deviceAction().equals(row.action());
    return new Pass(
        row.id(),
        row.at(),
        row.recordedAt(),
        row.skewMs(),
        flags(row.flags()),
        new Named(row.place(), places.name(row.place())),
        row.lane(),
        row.outward() ? "out" : "in",
        person(row.person(), cards),
        temperatures,
        shown(data, "colour"),
        VerdictView.ofRow(row.action(), row.reasons(), row.edition(), differs),
        row.deviceAction() == null
            ? null
            : VerdictView.ofRow(
                row.deviceAction(), row.deviceReasons(), row.deviceEdition(), differs),
        differs,
        row.guard(),
        shown(data, "method"));
  }

  /** A list shows what is kept; one odd field must not keep the whole page from being seen. */
  private static @Nullable String shown(JsonNode data, String field) {
    JsonNode value = data.path(field);
    return value.isString() ? value.stringValue() : null;
  }

  private static List<String> flags(int bits) {
    List<String> flags = new ArrayList<>(1);
    for (org.shouwang.capture.Arrived.Flag flag : org.shouwang.capture.Arrived.Flag.values()) {
      if ((bits & (1 << flag.ordinal())) != 0) {
        flags.add(flag.name().toLowerCase(java.util.Locale.ROOT));
      }
    }
    return flags;
  }
}
