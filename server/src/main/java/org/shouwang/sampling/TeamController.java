package org.shouwang.sampling;

import com.github.f4b6a3.uuid.UuidCreator;
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
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sampling at homes 上门采样 over HTTP: teams and their stops. A swab makes a stop done. */
@RestController
@RequestMapping("/api/v1/sampling/rounds/{id}/teams")
class TeamController {

  private static final Set<String> WHYS = Set.of("bed_ridden", "isolated", "sealed_in", "other");
  private static final int MOST = 500;

  private final TeamStore store;
  private final RoundStore rounds;
  private final People people;
  private final Audit audit;
  private final WorldClock world;

  TeamController(TeamStore store, RoundStore rounds, People people, Audit audit, WorldClock world) {
    this.store = store;
    this.rounds = rounds;
    this.people = people;
    this.audit = audit;
    this.world = world;
  }

  /** A team to be made. */
  record Making(@Nullable String name, @Nullable String members) {}

  /** A person to be visited. */
  record Visit(@Nullable UUID person, @Nullable String why) {}

  /** The whole list of a team, in its order. */
  record Routing(@Nullable List<@Nullable Visit> stops) {}

  /** A stop in a list. */
  record StopView(
      UUID person,
      @Nullable String name,
      String unitName,
      int order,
      String why,
      String state,
      @Nullable Instant testedAt) {}

  @GetMapping
  @Access(value = Permission.SAMPLING_READ, within = Within.PARK)
  List<TeamStore.Team> teams(@PathVariable UUID id) {
    var _ = rounds.find(id).orElseThrow(() -> RoundActs.unknown(id));
    return store.teams(id);
  }

  @PostMapping
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  @Transactional
  public List<TeamStore.Team> make(@PathVariable UUID id, @RequestBody Making body, Caller caller) {
    running(id);
    String name = RoundFields.required("name", body.name(), 60);
    String members = RoundFields.required("members", body.members(), 200);
    UUID team = UuidCreator.getTimeOrderedEpoch();
    if (!store.make(team, id, name, members, caller.name(), world.now())) {
      throw Refused.conflict("sampling.team_there").value(name);
    }
    audit.record(caller.actor(), "sampling.team_made", "round:" + id, Map.of("team", team));
    return store.teams(id);
  }

  private void running(UUID id) {
    Round round = rounds.find(id).orElseThrow(() -> RoundActs.unknown(id));
    if (round.state() != RoundState.OPENED) {
      throw Refused.conflict("sampling.round_moved").value(round.state().key());
    }
  }

  @GetMapping("/{team}/stops")
  @Access(value = Permission.SAMPLING_READ, within = Within.UNITS)
  List<StopView> stops(@PathVariable UUID id, @PathVariable UUID team, Caller caller) {
    require(id, team);
    RoundUnits units = rounds.units();
    List<TeamStore.Stop> stops =
        store.stops(
            id, team, caller.scope().everywhere() ? null : units.within(caller.scope(), null));
    Map<UUID, PersonSummary> names =
        people.facts(stops.stream().map(TeamStore.Stop::person).toList());
    return stops.stream()
        .map(stop -> {
          PersonSummary person = names.get(stop.person());
          return new StopView(
              stop.person(),
              person == null ? null : person.name(),
              units.name(stop.unit()),
              stop.order(),
              stop.why(),
              stop.state(),
              stop.testedAt());
        })
        .toList();
  }

  private void require(UUID round, UUID team) {
    if (!store.exists(round, team)) {
      throw Refused.notFound("sampling.team_unknown").value(team);
    }
  }

  @PutMapping("/{team}/stops")
  @Access(value = Permission.SAMPLING_MANAGE, within = Within.PARK)
  @Transactional
  public List<StopView> route(
      @PathVariable UUID id, @PathVariable UUID team, @RequestBody Routing body, Caller caller) {
    require(id, team);
    running(id);
    List<TeamStore.Wanted> wanted = new ArrayList<>();
    Set<UUID> once = new HashSet<>();
    for (Visit visit : RoundFields.list("stops", body.stops(), MOST)) {
      UUID person = RoundFields.there("person", visit.person());
      String why = RoundFields.required("why", visit.why(), 40);
      if (!WHYS.contains(why)) {
        throw RoundFields.wrong("why", why);
      }
      if (once.add(person)) {
        wanted.add(new TeamStore.Wanted(person, wanted.size() + 1, why));
      }
    }
    Set<UUID> missing = new HashSet<>(once);
    store.expected(id, List.copyOf(once)).forEach(missing::remove);
    if (!missing.isEmpty()) {
      throw Refused.notFound("sampling.not_expected")
          .field("person")
          .value(missing.iterator().next());
    }
    store.put(id, team, wanted);
    audit.record(
        caller.actor(),
        "sampling.team_routed",
        "round:" + id,
        Map.of("team", team, "stops", wanted.size()));
    return stops(id, team, caller);
  }
}
