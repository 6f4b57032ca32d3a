package org.shouwang.sampling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.PersonReference;
import org.shouwang.capture.PersonResolver;
import org.shouwang.people.People;
import org.shouwang.people.PlaceSummary;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** Reads what somebody plans of a round, and finds out what it names. */
@Component
class RoundReading {

  private static final int MOST = 5_000;
  private static final Duration LONGEST = Duration.ofDays(14);

  private final RoundStore store;
  private final GroupBook groups;
  private final People people;
  private final PersonResolver resolver;

  RoundReading(RoundStore store, GroupBook groups, People people, PersonResolver resolver) {
    this.store = store;
    this.groups = groups;
    this.people = people;
    this.resolver = resolver;
  }

  /**
   * A round as planned.
   *
   * @param documents ID numbers; they are turned into ids and not kept
   */
  record Planning(
      @Nullable String name,
      @Nullable Instant opensAt,
      @Nullable Instant closesAt,
      @Nullable Boolean everyone,
      @Nullable List<@Nullable UUID> units,
      @Nullable List<@Nullable UUID> places,
      @Nullable List<@Nullable String> keyGroups,
      @Nullable List<@Nullable UUID> persons,
      @Nullable List<@Nullable String> documents,
      @Nullable Map<String, @Nullable Integer> pools,
      @Nullable List<@Nullable UUID> points,
      @Nullable Integer version) {}

  RoundStore.Plan read(Planning body, Instant now) {
    Instant opens = RoundFields.there("opensAt", body.opensAt());
    Instant closes = RoundFields.there("closesAt", body.closesAt());
    if (!closes.isAfter(opens) || closes.isAfter(opens.plus(LONGEST)) || !closes.isAfter(now)) {
      throw Refused.invalid("sampling.window_wrong")
          .field("closesAt")
          .value(closes)
          .with("days", LONGEST.toDays());
    }
    Criteria criteria = criteria(body, now);
    if (criteria.nobody()) {
      throw RoundFields.missing("everyone");
    }
    return new RoundStore.Plan(
        RoundFields.required("name", body.name(), 60),
        opens,
        closes,
        criteria,
        pools(body.pools(), now),
        points(body.points()));
  }

  Criteria criteria(Planning body, Instant now) {
    List<UUID> units = RoundFields.list("units", body.units(), MOST);
    RoundUnits tree = store.units();
    units.forEach(unit -> {
      if (tree.get(unit) == null) {
        throw Refused.notFound("sampling.unit_unknown").field("units").value(unit);
      }
    });
    List<UUID> places = RoundFields.list("places", body.places(), MOST);
    Map<UUID, PlaceSummary> known = people.places();
    places.forEach(place -> {
      if (!known.containsKey(place)) {
        throw Refused.notFound("sampling.place_unknown").field("places").value(place);
      }
    });
    List<String> keyGroups = RoundFields.list("keyGroups", body.keyGroups(), MOST);
    Set<String> names = groups.groups(now).stream().map(KeyGroup::name).collect(Collectors.toSet());
    keyGroups.forEach(name -> {
      if (!names.contains(name)) {
        throw RoundFields.wrong("keyGroups", name);
      }
    });
    return new Criteria(
        Boolean.TRUE.equals(body.everyone()), units, places, keyGroups, persons(body));
  }

  /** By id and by document; whoever has an unknown document must be tested all the same. */
  private List<UUID> persons(Planning body) {
    List<UUID> ids = new ArrayList<>(RoundFields.list("persons", body.persons(), MOST));
    var known = people.facts(ids);
    ids.forEach(id -> {
      if (!known.containsKey(id)) {
        throw Refused.notFound("sampling.person_unknown").field("persons").value(id);
      }
    });
    List<String> numbers = RoundFields.list("documents", body.documents(), MOST);
    Map<PersonReference, String> asked = new LinkedHashMap<>();
    for (String number : numbers) {
      if (number.length() > 40 || !PlainValues.isText(number)) {
        throw RoundFields.wrong("documents", number);
      }
      asked.put(new PersonReference.ByDocument("resident_id", number.strip(), null, null), number);
    }
    if (!asked.isEmpty()) {
      resolver
          .resolve(asked.keySet())
          .forEach((reference, answer) -> {
            switch (answer) {
              case PersonResolver.Resolution.Found found -> ids.add(found.id());
              case PersonResolver.Resolution.Unusable unusable -> throw unusable.reason();
            }
          });
    }
    return ids.stream().distinct().toList();
  }

  /** What the edition says, and over it what this round says. */
  Map<String, Integer> pools(@Nullable Map<String, @Nullable Integer> given, Instant now) {
    Map<String, Integer> pools = groups.pools(now);
    if (given != null) {
      given.forEach((group, size) -> {
        if (!RoundRules.GROUPS.contains(group)) {
          throw RoundFields.wrong("pools", group);
        }
        if (size != null) {
          if (!RoundRules.SIZES.contains(size)) {
            throw Refused.invalid("sampling.pool_wrong").field("pools").value(size);
          }
          pools.put(group, size);
        }
      });
    }
    return pools;
  }

  private List<UUID> points(@Nullable List<@Nullable UUID> given) {
    List<UUID> points = RoundFields.list("points", given, 500);
    Map<UUID, PlaceSummary> known = people.places();
    points.forEach(point -> requirePoint("points", point, known));
    return points;
  }

  static PlaceSummary requirePoint(
      String field, @Nullable UUID point, Map<UUID, PlaceSummary> places) {
    PlaceSummary place = places.get(RoundFields.there(field, point));
    if (place == null || !place.kind().equals("sampling_point")) {
      throw Refused.notFound("sampling.point_unknown").field(field).value(point);
    }
    return place;
  }
}
