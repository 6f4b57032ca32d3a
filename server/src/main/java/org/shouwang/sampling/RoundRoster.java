package org.shouwang.sampling;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives a sampling point's device what it needs to fill tubes without network: rounds, and whoever
 * differs from the default. Who they are is on the other roster, by hashes only.
 */
@RestController
@RequestMapping("/api/v1/field")
class RoundRoster {

  private final RoundStore rounds;
  private final RoundBoard board;
  private final Points points;
  private final GroupBook groups;
  private final Audit audit;
  private final WorldClock world;

  RoundRoster(
      RoundStore rounds,
      RoundBoard board,
      Points points,
      GroupBook groups,
      Audit audit,
      WorldClock world) {
    this.rounds = rounds;
    this.board = board;
    this.points = points;
    this.groups = groups;
    this.audit = audit;
    this.world = world;
  }

  /** A round that swabs may be taken for. */
  record OpenRound(
      UUID id,
      int no,
      String name,
      Instant opensAt,
      Instant closesAt,
      Map<String, Integer> pools) {}

  /** Somebody who differs: in a tube's size, a household, by age, or by being done. */
  record Entry(
      UUID id,
      int pool,
      String group,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable UUID household,
      boolean child,
      boolean tested) {}

  /** What the device keeps. */
  record Roster(
      Instant asOf,
      RoundController.Named place,
      List<String> desks,
      Map<String, Integer> pools,
      List<OpenRound> rounds,
      List<Entry> people) {}

  @GetMapping("/sampling")
  @Access(value = Permission.FACTS_SUBMIT, within = Within.PLACE)
  ResponseEntity<Roster> roster(Caller caller) {
    UUID place = caller.devicePlace();
    Instant now = world.now();
    PointStore.Point point =
        points.all().stream()
            .filter(each -> each.id().equals(place))
            .findFirst()
            .orElseThrow(() -> Refused.forbidden("sampling.not_a_point").value(place));
    List<Round> open =
        rounds.opened().stream()
            .filter(round -> round.closesAt().isAfter(now))
            .filter(round -> round.points().isEmpty() || round.points().contains(place))
            .toList();
    List<Entry> people = people(open, now);
    audit.record(
        caller.actor(),
        "sampling.roster_given",
        "place:" + place,
        Map.of("persons", people.size(), "rounds", open.size()));
    Roster roster =
        new Roster(
            now,
            new RoundController.Named(place, point.name()),
            points.working(point, now).desks(),
            groups.pools(now),
            open.stream()
                .map(round ->
                    new OpenRound(
                        round.id(),
                        round.no(),
                        round.name(),
                        round.opensAt(),
                        round.closesAt(),
                        round.pools()))
                .toList(),
            people);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(roster);
  }

  /** The status of now goes before the group of when the list was frozen. */
  private List<Entry> people(List<Round> open, Instant now) {
    Map<UUID, String> apart = groups.apart(now);
    Map<String, Integer> pools = open.isEmpty() ? groups.pools(now) : open.getFirst().pools();
    List<Entry> entries = new ArrayList<>();
    Set<UUID> listed = new HashSet<>();
    for (RoundBoard.Special each : board.specials(open.stream().map(Round::id).toList())) {
      String group = apart.get(each.id());
      listed.add(each.id());
      entries.add(
          group == null
              ? new Entry(
                  each.id(),
                  each.pool(),
                  each.group(),
                  each.household(),
                  each.child(),
                  each.tested())
              : new Entry(each.id(), size(pools, group), group, null, each.child(), each.tested()));
    }
    apart.forEach((person, group) -> {
      if (!listed.contains(person)) {
        entries.add(new Entry(person, size(pools, group), group, null, false, false));
      }
    });
    return entries;
  }

  private static int size(Map<String, Integer> pools, String group) {
    return pools.getOrDefault(group, 1);
  }
}
