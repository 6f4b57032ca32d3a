package org.shouwang.gates;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Numbered paper for a total failure: each line comes back as one fact. */
@RestController
@RequestMapping("/api/v1/gates")
class SheetController {

  private static final int LINES = 20;
  private static final int MOST = 50;
  private static final List<String> COLUMNS =
      List.of(
          "direction",
          "time",
          "name",
          "document",
          "unit",
          "temperature",
          "colour",
          "tripCard",
          "test",
          "reason",
          "verdict",
          "guard");

  private final OrderStore store;
  private final PlaceBook places;
  private final Audit audit;
  private final WorldClock world;

  SheetController(OrderStore store, PlaceBook places, Audit audit, WorldClock world) {
    this.store = store;
    this.places = places;
    this.audit = audit;
    this.world = world;
  }

  /** Sheets to print. */
  record Sheets(
      GateViews.Named place, Instant printedAt, List<String> columns, List<Sheet> sheets) {}

  /** One sheet with the numbers of its lines, {@code <no>-<line>}. */
  record Sheet(String no, List<String> lines) {}

  @GetMapping("/{placeId}/sheet")
  @Access(value = Permission.GATES_ACT, within = Within.PARK)
  @Transactional
  Sheets print(
      @PathVariable UUID placeId, @RequestParam(defaultValue = "1") int count, Caller caller) {
    Place place = places.find(placeId);
    if (place == null) {
      throw Refused.notFound("gates.place_unknown").field("placeId").value(placeId);
    }
    if (count < 1 || count > MOST) {
      throw Refused.invalid("gates.sheet_count").field("count").value(count).with("limit", MOST);
    }
    Instant now = world.now();
    List<String> numbers = store.print(placeId, count, LINES, caller.name(), now);
    audit.record(
        caller.actor(), "gates.sheets_printed", "place:" + placeId, Map.of("sheets", numbers));
    return new Sheets(
        new GateViews.Named(placeId, place.name()),
        now,
        COLUMNS,
        numbers.stream()
            .map(no ->
                new Sheet(
                    no, IntStream.rangeClosed(1, LINES).mapToObj(line -> no + "-" + line).toList()))
            .toList());
  }
}
