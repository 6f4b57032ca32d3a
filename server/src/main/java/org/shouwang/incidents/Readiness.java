package org.shouwang.incidents;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.incidents.ReadinessStore.Check;
import org.shouwang.people.People;
import org.shouwang.policy.BothLanguages;
import org.shouwang.policy.Policy;
import org.shouwang.security.Caller;
import org.shouwang.security.Scope;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Readiness 应急准备: what must be ready before anything happens, who answers for it, and when it was
 * looked at last. To look again is a duty.
 */
@Component
class Readiness {

  /** What wasn't ready is looked at again after a day; what was never looked at, within one. */
  private static final Duration SOON = Duration.ofDays(1);

  private final ReadinessStore store;
  private final IncidentStore incidents;
  private final IncidentDuties duties;
  private final People people;
  private final Policy policy;
  private final Audit audit;
  private final WorldClock world;

  Readiness(
      ReadinessStore store,
      IncidentStore incidents,
      IncidentDuties duties,
      People people,
      Policy policy,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.incidents = incidents;
    this.duties = duties;
    this.people = people;
    this.policy = policy;
    this.audit = audit;
    this.world = world;
  }

  /** How it is with an item. */
  enum State {
    /** Looked at, and ready. */
    READY,
    /** Looked at, and not ready. */
    NOT_READY,
    /** It was ready, but must be looked at again. */
    OVERDUE,
    /** Nobody has ever looked. */
    NEVER;

    @com.fasterxml.jackson.annotation.JsonValue
    String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * An item as it stands.
   *
   * @param unit that answers for it; null: there are no units yet
   * @param until to be looked at again by then
   */
  record Standing(
      String key,
      BothLanguages words,
      int days,
      @Nullable UUID unit,
      @Nullable String team,
      State state,
      @Nullable Instant checkedAt,
      @Nullable String by,
      @Nullable Instant until,
      @Nullable String note) {}

  /** All items that a scope answers for. */
  List<Standing> standing(Scope scope) {
    Instant now = now();
    List<Plan.Item> items = items(now);
    Map<String, Check> newest = store.newest(items.stream().map(Plan.Item::key).toList());
    Map<String, UUID> teams = teams(items);
    UUID root = people.top().orElse(null);
    Set<UUID> units =
        store.within(
            scope,
            java.util.stream.Stream.concat(
                    teams.values().stream(), java.util.stream.Stream.ofNullable(root))
                .collect(Collectors.toSet()));
    List<Standing> standing = new ArrayList<>();
    for (Plan.Item item : items) {
      UUID unit = item.team() == null ? root : teams.getOrDefault(item.team(), root);
      if (scope.everywhere() || (unit != null && units.contains(unit))) {
        standing.add(standing(item, unit, newest.get(item.key()), now));
      }
    }
    return standing;
  }

  private static Standing standing(
      Plan.Item item, @Nullable UUID unit, @Nullable Check newest, Instant now) {
    return new Standing(
        item.key(),
        item.words(),
        item.days(),
        unit,
        item.team(),
        state(newest, now),
        newest == null ? null : newest.at(),
        newest == null ? null : newest.by(),
        newest == null ? null : newest.until(),
        newest == null ? null : newest.note());
  }

  static State state(@Nullable Check newest, Instant now) {
    if (newest == null) {
      return State.NEVER;
    }
    if (!newest.ready()) {
      return State.NOT_READY;
    }
    return newest.until().isBefore(now) ? State.OVERDUE : State.READY;
  }

  /**
   * Keeps a look at an item; the next one becomes a duty. The same id again is the same look.
   *
   * @throws Refused 404 for an item that isn't the caller's
   */
  @Transactional
  Standing check(UUID id, String item, boolean ready, @Nullable String note, Caller caller) {
    Standing seen = one(item, caller.scope());
    Instant now = now();
    store.turn();
    Check before = store.newest(List.of(item)).get(item);
    Check check =
        new Check(
            id,
            item,
            now,
            ready,
            now.plus(ready ? Duration.ofDays(seen.days()) : SOON),
            note,
            caller.name());
    if (!store.add(check)) {
      return one(item, caller.scope());
    }
    UUID act =
        audit.record(
            caller.actor(),
            "incidents.readiness_checked",
            null,
            Map.of(
                "item", item,
                "ready", ready,
                "note", Objects.requireNonNullElse(note, "")));
    duties.looked(List.of(key(item, before)), caller.actor(), act);
    duties.looks(List.of(look(seen, check, now)), caller.actor(), act);
    return one(item, caller.scope());
  }

  private Standing one(String item, Scope scope) {
    return standing(scope).stream()
        .filter(it -> it.key().equals(item))
        .findFirst()
        .orElseThrow(() ->
            Refused.notFound("incidents.item_unknown")
                .field("item")
                .value(org.shouwang.web.PlainValues.shown(item, 40)));
  }

  List<Check> history(String item, Scope scope) {
    one(item, scope);
    return store.history(item, 100);
  }

  /** Makes the duties of looks that have none: new items, and a first start. */
  @Transactional
  void make() {
    List<Standing> all = standing(Scope.EVERYWHERE);
    if (all.isEmpty() || people.top().isEmpty()) {
      return;
    }
    store.turn();
    Instant now = now();
    Map<String, Check> newest = store.newest(all.stream().map(Standing::key).toList());
    duties.looks(
        all.stream().map(it -> look(it, newest.get(it.key()), now)).toList(), Actor.SYSTEM, null);
  }

  private static IncidentDuties.Look look(Standing item, @Nullable Check newest, Instant now) {
    Instant opens = newest == null ? now : newest.at();
    return new IncidentDuties.Look(
        key(item.key(), newest),
        item.words().zh() + " / " + item.words().en(),
        item.unit(),
        opens,
        newest == null ? now.plus(SOON) : newest.until());
  }

  private static String key(String item, @Nullable Check newest) {
    return item + "#" + (newest == null ? "first" : newest.id());
  }

  private Map<String, UUID> teams(List<Plan.Item> items) {
    Set<String> names = new java.util.HashSet<>();
    for (Plan.Item item : items) {
      if (item.team() != null) {
        names.add(item.team());
      }
    }
    return incidents.unitsNamed(names);
  }

  private List<Plan.Item> items(Instant at) {
    return Plan.of(policy.inForce(at)).items();
  }

  private Instant now() {
    return world.now().truncatedTo(ChronoUnit.MICROS);
  }
}
