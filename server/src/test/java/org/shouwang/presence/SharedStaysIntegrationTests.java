package org.shouwang.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who was with whom, against a search through all pairs. */
class SharedStaysIntegrationTests extends IntegrationTest {

  /** 08:00 of a day that no other test knows. */
  private static final Instant EIGHT = Instant.parse("2032-05-04T00:00:00Z");

  private static final int LONG_ENOUGH = 10;

  @Autowired Presence presence;
  @Autowired WorldClock world;
  @Autowired JdbcClient jdbc;

  private Duration offset = Duration.ZERO;
  private UUID canteen = UUID.randomUUID();
  private UUID bus = UUID.randomUUID();
  private UUID park = UUID.randomUUID();

  @BeforeEach
  void standInTheFuture() {
    offset = world.offset();
    canteen = place("canteen");
    bus = place("shift_bus");
    park = place("park");
    world.set(EIGHT.plus(Duration.ofHours(30)), 1);
  }

  @AfterEach
  void goBack() {
    jdbc.sql("delete from presence.inside where zone_id = :zone").param("zone", canteen).update();
    world.set(Instant.now().plus(offset), 1);
  }

  @Test
  void onlyWhoWasThereLongEnoughAtTheSameTimeCounts() {
    UUID asked = UUID.randomUUID();
    UUID together = UUID.randomUUID();
    UUID briefly = UUID.randomUUID();
    UUID later = UUID.randomUUID();
    UUID elsewhere = UUID.randomUUID();
    stay(asked, canteen, 0, 30);
    stay(together, canteen, 20, 60);
    stay(briefly, canteen, 21, 60);
    stay(later, canteen, 30, 60);
    stay(elsewhere, park, 0, 60);
    assertThat(company(asked, 0, 600))
        .singleElement()
        .satisfies(shared -> {
          assertThat(shared.of()).isEqualTo(asked);
          assertThat(shared.person()).isEqualTo(together);
          assertThat(shared.place()).isEqualTo(canteen);
          assertThat(shared.ride()).isFalse();
          assertThat(shared.from()).isEqualTo(at(20));
          assertThat(shared.until()).isEqualTo(at(30));
          assertThat(shared.minutes()).isEqualTo(10);
        });
    assertThat(company(asked, 0, 25)).as("only five minutes of it are asked for").isEmpty();
    assertThat(company(asked, 21, 600)).isEmpty();
  }

  @Test
  void aStayOverMidnightIsOneAndSoIsWhoIsStillInside() {
    UUID asked = UUID.randomUUID();
    UUID overnight = UUID.randomUUID();
    UUID inside = UUID.randomUUID();
    int midnight = 16 * 60;
    stay(asked, canteen, midnight - 6, midnight + 6);
    stay(overnight, canteen, midnight - 5, midnight + 5);
    inside(inside, canteen, midnight - 300);
    assertThat(company(asked, 0, 3_000))
        .filteredOn(it -> it.person().equals(overnight))
        .as("five minutes on each side of midnight")
        .singleElement()
        .extracting(SharedStay::minutes)
        .isEqualTo(10L);
    assertThat(company(asked, 0, 3_000))
        .filteredOn(it -> it.person().equals(inside))
        .singleElement()
        .extracting(SharedStay::minutes)
        .isEqualTo(12L);
    assertThat(company(inside, 0, 3_000))
        .extracting(SharedStay::person)
        .as("whoever is asked about may be inside still")
        .containsExactlyInAnyOrder(asked, overnight);
  }

  @Test
  void whoBoardedTheSameVehicleWithinMinutesRodeTogether() {
    UUID asked = UUID.randomUUID();
    UUID aboard = UUID.randomUUID();
    UUID nextRide = UUID.randomUUID();
    UUID otherBus = UUID.randomUUID();
    ride(asked, bus, 0);
    ride(aboard, bus, -9);
    ride(nextRide, bus, 40);
    ride(otherBus, place("shift_bus"), 1);
    assertThat(presence.together(wanted(asked, -60, 600), Map.of(), Map.of("shift_bus", 20)))
        .singleElement()
        .satisfies(shared -> {
          assertThat(shared.person()).isEqualTo(aboard);
          assertThat(shared.ride()).isTrue();
          assertThat(shared.place()).isEqualTo(bus);
          assertThat(shared.from()).isEqualTo(at(-9));
          assertThat(shared.until()).isEqualTo(at(0));
        });
  }

  @Test
  void nothingIsMissedAndNothingMadeUpAmongManyRandomStays() {
    Random random = new Random(7);
    List<String> kinds = List.of("canteen", "room", "dormitory");
    List<UUID> rooms = kinds.stream().map(this::place).toList();
    Map<String, Integer> zones = Map.of("canteen", 1, "room", 15, "dormitory", 60);
    List<Known> known = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      UUID person = UUID.randomUUID();
      int from = random.nextInt(120);
      for (int n = 0; n < 6; n++) {
        int until = from + 1 + random.nextInt(200);
        UUID room = rooms.get(random.nextInt(rooms.size()));
        stay(person, room, from, until);
        known.add(new Known(person, room, from, until));
        from = until + random.nextInt(150);
      }
    }
    List<SharedStay.Wanted> wanted =
        known.stream()
            .map(Known::person)
            .distinct()
            .limit(20)
            .map(person -> new SharedStay.Wanted(person, at(100), at(900)))
            .toList();
    Set<String> found = new TreeSet<>();
    presence
        .together(wanted, zones, Map.of())
        .forEach(
            it -> found.add(it.of() + " " + it.person() + " " + it.from() + " " + it.minutes()));
    Set<String> expected = new TreeSet<>();
    for (SharedStay.Wanted asked : wanted) {
      for (Known own : known) {
        for (Known other : known) {
          if (own.person().equals(asked.person())
              && !other.person().equals(asked.person())
              && own.room().equals(other.room())) {
            int from = Math.max(100, Math.max(own.from(), other.from()));
            int until = Math.min(900, Math.min(own.until(), other.until()));
            if (until - from >= zones.get(kinds.get(rooms.indexOf(own.room())))) {
              expected.add(
                  own.person() + " " + other.person() + " " + at(from) + " " + (until - from));
            }
          }
        }
      }
    }
    assertThat(expected).hasSizeGreaterThan(500);
    assertThat(found).isEqualTo(expected);
  }

  private record Known(UUID person, UUID room, int from, int until) {}

  private List<SharedStay> company(UUID person, int from, int until) {
    return presence.together(
        wanted(person, from, until), Map.of("canteen", LONG_ENOUGH), Map.of("shift_bus", 20));
  }

  private static List<SharedStay.Wanted> wanted(UUID person, int from, int until) {
    return List.of(new SharedStay.Wanted(person, at(from), at(until)));
  }

  private UUID place(String kind) {
    UUID id = UUID.randomUUID();
    jdbc.sql("insert into people.place (id, code, name, kind, level) values (?, ?, ?, ?, 'none')")
        .params(id, id.toString(), "地点" + id, kind)
        .update();
    return id;
  }

  private static Instant at(int minute) {
    return EIGHT.plus(Duration.ofMinutes(minute));
  }

  private void stay(UUID person, UUID zone, int from, int until) {
    new StayRows(jdbc).room(person, zone, at(from), at(until));
  }

  private void ride(UUID person, UUID vehicle, int boarded) {
    new StayRows(jdbc).aboard(person, park, vehicle, at(boarded), at(boarded + 480));
  }

  private void inside(UUID person, UUID zone, int from) {
    jdbc.sql(
            """
            insert into presence.inside (person_id, level, zone_id, since, via_id, entered_by,
              implied, seen, presumed_at, day)
            values (:person, 'room', :zone, :since::timestamptz, :zone, gen_random_uuid(), false,
              :since::timestamptz, '2033-01-01T00:00:00Z', :day)
            """)
        .param("person", person)
        .param("zone", zone)
        .param("since", at(from).toString())
        .param("day", day(at(from)))
        .update();
  }

  private static LocalDate day(Instant instant) {
    return instant.atZone(WorldClock.ZONE).toLocalDate();
  }
}
