package org.shouwang.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The one owner of the park control status. Others hand it evidence, and ask. */
@Service
public class ParkStatus {

  private static final int NAMED = 20;

  private final StatusStore store;
  private final CurrentStore current;
  private final Evaluation evaluation;
  private final Telling telling;
  private final Audit audit;
  private final WorldClock world;

  ParkStatus(
      StatusStore store,
      CurrentStore current,
      Evaluation evaluation,
      Telling telling,
      Audit audit,
      WorldClock world) {
    this.store = store;
    this.current = current;
    this.evaluation = evaluation;
    this.telling = telling;
    this.audit = audit;
    this.world = world;
  }

  /**
   * Takes evidence and evaluates the persons concerned anew, in the caller's transaction: when it
   * commits, the gates know.
   *
   * @return how many were new
   */
  @Transactional
  public int take(List<NewEvidence> evidence, Actor who) {
    if (evidence.isEmpty()) {
      return 0;
    }
    Instant now = now();
    List<UUID> concerned = store.take(evidence, who, now);
    Set<UUID> persons = new HashSet<>(concerned);
    if (!persons.isEmpty()) {
      NewEvidence first = evidence.getFirst();
      UUID act =
          audit.record(
              who,
              "status.evidence_taken",
              persons.size() == 1 ? "person:" + first.person() : null,
              first.cause(),
              Map.of(
                  "evidence", concerned.size(),
                  "first", first.id(),
                  "kind", first.kind().key(),
                  "persons", persons.size() <= NAMED ? persons : persons.size()));
      evaluation.evaluate(persons, now, act);
    }
    return concerned.size();
  }

  /**
   * Holds persons until the commit, in the order of their ids: whoever hands in evidence in several
   * steps holds all of them first, so that two that do don't stand in each other's way.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void hold(Set<UUID> persons) {
    if (!persons.isEmpty()) {
      store.hold(persons);
    }
  }

  /**
   * Withdraws evidence; all that rested on it is unwound and each person told.
   *
   * @param ids evidence, unknown ones are left out
   * @param cause the correction that led to it
   */
  @Transactional
  public int withdraw(Collection<UUID> ids, String reason, Actor who, @Nullable UUID cause) {
    if (ids.isEmpty()) {
      return 0;
    }
    Instant now = now();
    List<UUID> concerned = store.withdraw(ids, reason, who, cause, now);
    Set<UUID> persons = new HashSet<>(concerned);
    if (!persons.isEmpty()) {
      UUID act =
          audit.record(
              who,
              "status.evidence_withdrawn",
              persons.size() == 1 ? "person:" + concerned.getFirst() : null,
              cause,
              Map.of(
                  "evidence", ids.size() <= NAMED ? ids : ids.size(),
                  "reason", reason,
                  "persons", persons.size() <= NAMED ? persons : persons.size()));
      store.hold(persons);
      Map<UUID, Level> before = current.levels(persons);
      evaluation.evaluate(persons, now, act);
      telling.withdrawn(before, current.levels(persons), act);
    }
    return concerned.size();
  }

  /**
   * What stands against persons at an instant as known now; whoever is free is left out. Cheap
   * enough for each batch of passes.
   */
  public Map<UUID, StatusView> restricted(Collection<UUID> persons, Instant at) {
    Map<UUID, StatusView> found = new HashMap<>();
    over(persons)
        .forEach((person, views) ->
            views.stream()
                .filter(view -> view.holdsAt(at))
                .findFirst()
                .ifPresent(view -> found.put(person, view)));
    return found;
  }

  /**
   * All that stands, stood or will stand against persons as known now, in time: for passes of many
   * instants at once. Whoever was never restricted is left out.
   */
  public Map<UUID, List<StatusView>> over(Collection<UUID> persons) {
    if (persons.isEmpty()) {
      return Map.of();
    }
    Map<UUID, List<StatusView>> found = new HashMap<>();
    store.known(persons).forEach((person, rows) -> found.put(person, views(rows)));
    return found;
  }

  /** One view for each stretch over which the level, and what it rests on, is the same. */
  private List<StatusView> views(List<StatusStore.Row> rows) {
    List<StatusView> views = new ArrayList<>(rows.size());
    for (StatusStore.Row row : rows) {
      StatusView last = views.isEmpty() ? null : views.getLast();
      boolean byCode = Reason.byCode(store.reasons(row.reasons()));
      boolean goesOn =
          last != null
              && last.level() == row.level()
              && last.byCode() == byCode
              && row.from().equals(last.until());
      Instant since = goesOn ? views.removeLast().since() : row.from();
      views.add(new StatusView(row.person(), row.level(), row.labels(), since, row.to(), byCode));
    }
    return views;
  }

  /** Everybody who is not free now, for offline rosters. */
  public Map<UUID, StatusView> restricted(Instant at) {
    return current.restricted(at);
  }

  private Instant now() {
    return world.now().truncatedTo(ChronoUnit.MICROS);
  }
}
