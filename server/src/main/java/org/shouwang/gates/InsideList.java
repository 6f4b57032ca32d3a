package org.shouwang.gates;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.presence.Inside;
import org.shouwang.presence.Presence;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.springframework.stereotype.Component;

/** Who is inside now, as presence knows it, with names and within a caller's units. */
@Component
class InsideList {

  private static final int PRINTED = 500;

  private final Presence presence;
  private final Persons persons;
  private final GateViews views;

  InsideList(Presence presence, Persons persons, GateViews views) {
    this.presence = presence;
    this.persons = persons;
    this.views = views;
  }

  /** Somebody inside. */
  record Row(
      GateViews.Person person,
      GateViews.Named zone,
      Instant since,
      GateViews.@Nullable Named viaPlace) {}

  /** A zone with those in it. */
  record Zone(UUID placeId, String name, long people, List<Row> rows) {}

  /** A zone and how many are in it. */
  record Count(UUID placeId, String name, long people) {}

  /** How many in all. */
  long total() {
    return presence.total();
  }

  List<Count> zones() {
    return presence.zones().stream()
        .map(zone -> new Count(zone.zone(), zone.name(), zone.people()))
        .toList();
  }

  /** A page of those inside; who is not within the caller's units is left out. */
  Page<Row> inside(
      @Nullable UUID zone, @Nullable String q, @Nullable String after, int limit, Scope scope) {
    if (q != null && !q.isBlank()) {
      return new Page<>(rows(named(zone, q, scope)), null, null);
    }
    Page<Inside> page = presence.inside(zone, after, limit);
    Set<UUID> visible = persons.visible(scope, ids(page.items()));
    List<Inside> seen =
        page.items().stream().filter(inside -> visible.contains(inside.person())).toList();
    return new Page<>(rows(seen), page.next(), null);
  }

  private List<Inside> named(@Nullable UUID zone, String q, Scope scope) {
    return presence.insideOf(persons.matching(scope, q.strip())).stream()
        .filter(inside -> zone == null || inside.zone().equals(zone))
        .toList();
  }

  private static Set<UUID> ids(List<Inside> page) {
    return page.stream().map(Inside::person).collect(Collectors.toSet());
  }

  private List<Row> rows(List<Inside> page) {
    Map<UUID, PersonCard> cards = persons.cards(ids(page));
    return page.stream().map(inside -> row(inside, cards)).toList();
  }

  /** Everybody in some zones, each zone whole: an evacuation list leaves nobody out. */
  List<Zone> byZone(Collection<UUID> within) {
    List<Zone> zones = new ArrayList<>();
    for (Count count : zones()) {
      if (within.contains(count.placeId())) {
        zones.add(new Zone(count.placeId(), count.name(), count.people(), all(count.placeId())));
      }
    }
    return zones;
  }

  private List<Row> all(UUID zone) {
    List<Row> rows = new ArrayList<>();
    String after = null;
    do {
      Page<Inside> page = presence.inside(zone, after, PRINTED);
      rows.addAll(rows(page.items()));
      after = page.next();
    } while (after != null);
    return rows;
  }

  private Row row(Inside inside, Map<UUID, PersonCard> cards) {
    return new Row(
        views.person(inside.person(), cards),
        new GateViews.Named(inside.zone(), inside.zoneName()),
        inside.since(),
        new GateViews.Named(inside.via(), inside.viaName()));
  }
}
