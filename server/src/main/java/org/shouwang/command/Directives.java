package org.shouwang.command;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.command.TaskStore.NewTask;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** Issues directives: one act, however many units. */
@Component
class Directives {

  private final TaskStore store;
  private final UpstreamStore upstream;
  private final UnitBoard units;
  private final TaskDuties duties;
  private final Acts acts;
  private final WorldClock world;

  Directives(
      TaskStore store,
      UpstreamStore upstream,
      UnitBoard units,
      TaskDuties duties,
      Acts acts,
      WorldClock world) {
    this.store = store;
    this.upstream = upstream;
    this.units = units;
    this.duties = duties;
    this.acts = acts;
    this.world = world;
  }

  /**
   * What one unit is asked otherwise than the rest.
   *
   * @param dueAt null: as the rest; so are the others
   */
  record Special(
      @Nullable UUID unitId,
      @Nullable Instant dueAt,
      @Nullable String evidence,
      @Nullable Boolean fileNeeded) {}

  /** A directive as somebody writes it. */
  record Draft(
      @Nullable String title,
      @Nullable String text,
      @Nullable UUID upstream,
      @Nullable UUID feedback,
      @Nullable List<UUID> units,
      @Nullable Instant dueAt,
      @Nullable String evidence,
      boolean fileNeeded,
      List<Special> special) {}

  /**
   * Issues a directive.
   *
   * @return its id; null when one was made from the same feedback before
   */
  @Nullable UUID issue(Draft draft, Signature by) {
    Instant now = world.now();
    Set<UUID> chosen = Tasks.chosen(draft.units());
    requireKnown(chosen, by);
    UUID from = draft.upstream();
    if (from != null && upstream.find(from, new Sight(true, Set.of())).isEmpty()) {
      throw Refused.invalid("command.upstream_unknown").field("upstreamId").value(from);
    }
    UUID id = UuidCreator.getTimeOrderedEpoch();
    String title = Texts.required("title", draft.title(), Texts.TITLE);
    List<NewTask> made = tasks(draft, chosen, now);
    TaskStore.NewDirective directive =
        new TaskStore.NewDirective(
            id,
            from,
            draft.feedback(),
            title,
            Texts.required("text", draft.text(), Texts.BODY),
            by.shown(),
            now);
    if (!store.issue(directive)) {
      return null;
    }
    store.make(id, null, "", made, now);
    UUID act =
        acts.record(by, Act.of("directive", id, id, "directive_issued"), audited(draft, made));
    duties.make(new TaskDuties.Of(id, title, null, act), made, by.actor());
    return id;
  }

  private static Map<String, Object> audited(Draft draft, List<NewTask> made) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("title", PlainValues.shown(String.valueOf(draft.title()), 120));
    body.put("tasks", made.size());
    if (draft.upstream() != null) {
      body.put("upstream", draft.upstream());
    }
    if (draft.feedback() != null) {
      body.put("feedback", draft.feedback());
    }
    return body;
  }

  private void requireKnown(Set<UUID> chosen, Signature by) {
    Set<UUID> known = units.named(chosen).keySet();
    for (UUID unit : chosen) {
      if (!known.contains(unit)) {
        throw Refused.invalid("command.unit_unknown").field("units").value(unit);
      }
    }
    Set<UUID> within = units.within(Sight.of(by.scope()), chosen);
    for (UUID unit : chosen) {
      if (!within.contains(unit)) {
        throw Refused.forbidden("command.unit_outside").field("units").value(unit);
      }
    }
  }

  private static List<NewTask> tasks(Draft draft, Set<UUID> chosen, Instant now) {
    Map<UUID, Special> special = new HashMap<>();
    for (Special each : draft.special()) {
      UUID unit = each.unitId();
      if (unit == null || !chosen.contains(unit)) {
        throw Refused.invalid("command.special_unknown").field("special").value(unit);
      }
      special.put(unit, each);
    }
    String evidence = Texts.required("evidence", draft.evidence(), Texts.NOTE);
    Instant due = Texts.due("dueAt", draft.dueAt(), now);
    return chosen.stream()
        .map(unit -> {
          Special own = special.getOrDefault(unit, new Special(unit, null, null, null));
          String asked = Texts.optional("special", own.evidence(), Texts.NOTE);
          return new NewTask(
              UuidCreator.getTimeOrderedEpoch(),
              unit,
              asked.isEmpty() ? evidence : asked,
              own.fileNeeded() == null ? draft.fileNeeded() : own.fileNeeded(),
              own.dueAt() == null ? due : Texts.due("special", own.dueAt(), now));
        })
        .toList();
  }
}
