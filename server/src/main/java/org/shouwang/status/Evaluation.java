package org.shouwang.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.policy.Editions;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Snapshot;
import org.shouwang.status.StatusStore.Row;
import org.springframework.stereotype.Component;

/**
 * Evaluates persons anew from all their evidence and writes what differs, with a fixed number of
 * statements for thousands of persons. Runs in its caller's transaction.
 */
@Component
class Evaluation {

  static final int AT_ONCE = 5_000;
  private static final int KEPT_RULES = 256;

  private final StatusStore store;
  private final CurrentStore current;
  private final People people;
  private final Policy policy;
  private final Telling telling;
  private final Map<String, EditionRules> editions = new ConcurrentHashMap<>();
  private final StatusRules rules;

  Evaluation(
      StatusStore store, CurrentStore current, People people, Policy policy, Telling telling) {
    this.store = store;
    this.current = current;
    this.people = people;
    this.policy = policy;
    this.telling = telling;
    this.rules = rulesOf(policy);
  }

  StatusRules rules() {
    return rules;
  }

  /** The rules as they are under some editions. */
  StatusRules rulesOf(Editions books) {
    return new StatusRules(
        new StatusRules.Books() {
          @Override
          public EditionRules at(String disease, Instant at) {
            return read(books.of(disease).inForce(at));
          }

          @Override
          public String principal(Instant at) {
            return books.principal(at);
          }

          @Override
          public List<Instant> switchesAfter(String disease, Instant at) {
            return books.of(disease).switchesAfter(at);
          }
        });
  }

  /** The edition of an instant for the principal disease, read from a snapshot once. */
  EditionRules rulesAt(Instant at) {
    return read(policy.inForce(at));
  }

  private EditionRules read(Snapshot snapshot) {
    EditionRules known = editions.get(snapshot.id());
    if (known == null) {
      if (editions.size() > KEPT_RULES) {
        editions.clear();
      }
      known = new EditionRules(snapshot.id(), snapshot.values(""));
      editions.put(snapshot.id(), known);
    }
    return known;
  }

  /**
   * Evaluates persons.
   *
   * @return how many rows of the history were written
   */
  int evaluate(Collection<UUID> persons, Instant now, @Nullable UUID cause) {
    List<UUID> sorted = List.copyOf(new TreeSet<>(persons));
    int written = 0;
    for (int i = 0; i < sorted.size(); i += AT_ONCE) {
      Set<UUID> some = new TreeSet<>(sorted.subList(i, Math.min(i + AT_ONCE, sorted.size())));
      store.hold(some);
      written += evaluateHeld(some, now, cause);
    }
    return written;
  }

  private int evaluateHeld(Set<UUID> persons, Instant now, @Nullable UUID cause) {
    Map<UUID, List<Evidence>> evidence = store.evidence(persons);
    Map<UUID, List<Row>> known = store.known(persons);
    Map<UUID, List<Span>> histories = HashMap.newHashMap(persons.size());
    List<Row> over = new ArrayList<>();
    List<Row> fresh = new ArrayList<>();
    for (UUID person : persons) {
      List<Span> history = rules.history(evidence.getOrDefault(person, List.of()));
      histories.put(person, history);
      List<Row> wanted = history.stream().map(span -> store.row(person, span)).toList();
      List<Row> there = known.getOrDefault(person, List.of());
      there.stream().filter(row -> wanted.stream().noneMatch(row::says)).forEach(over::add);
      wanted.stream().filter(row -> there.stream().noneMatch(row::says)).forEach(fresh::add);
    }
    store.close(over, now);
    store.write(fresh, now);
    stand(histories, now, cause);
    return fresh.size();
  }

  /** Reads persons' present status off their histories again: time has gone on. */
  void move(Set<UUID> persons, Instant now) {
    Map<UUID, List<Row>> known = store.known(persons);
    Map<UUID, List<Span>> histories = HashMap.newHashMap(persons.size());
    for (UUID person : persons) {
      histories.put(
          person, known.getOrDefault(person, List.of()).stream().map(store::span).toList());
    }
    stand(histories, now, null);
  }

  private void stand(Map<UUID, List<Span>> histories, Instant now, @Nullable UUID cause) {
    Map<UUID, Level> before = current.levels(histories.keySet());
    Map<UUID, PersonSummary> cards = people.facts(histories.keySet());
    List<CurrentStore.Row> rows = new ArrayList<>(histories.size());
    List<StatusesChanged.Change> changes = new ArrayList<>();
    histories.forEach((person, history) -> {
      Standing standing = Standing.at(now, history);
      PersonSummary card = cards.get(person);
      Level was = before.getOrDefault(person, Level.FREE);
      if (before.containsKey(person) || !standing.isNothing()) {
        rows.add(new CurrentStore.Row(person, card == null ? null : card.unitId(), standing));
      }
      if (was != standing.level()) {
        Instant since = standing.level() == Level.FREE ? now : standing.since();
        changes.add(new StatusesChanged.Change(person, was, standing.level(), since));
      }
    });
    current.keep(rows);
    telling.tell(changes, cards, now, cause);
  }
}
