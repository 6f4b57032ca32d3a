package org.shouwang.duties;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.DutiesChanged.Change;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What other modules may do with duties. Set-based: call once for many, in one's transaction. */
@Service
public class Duties {

  /** How many groups of duties are looked at again at once. */
  static final int GROUPS = 50;

  private static final int AT_ONCE = 5_000;

  private final DutyStore store;
  private final DutyBoard board;
  private final List<EvidenceSource> sources;
  private final WorldClock world;
  private final ApplicationEventPublisher events;

  Duties(
      DutyStore store,
      DutyBoard board,
      List<EvidenceSource> sources,
      WorldClock world,
      ApplicationEventPublisher events) {
    this.store = store;
    this.board = board;
    this.sources = sources;
    this.world = world;
    this.events = events;
  }

  /**
   * Makes duties. Evidence that came before discharges them at once.
   *
   * @return how many were new
   */
  @Transactional
  public int create(List<NewDuty> duties, Actor who) {
    int made = 0;
    for (int i = 0; i < duties.size(); i += AT_ONCE) {
      List<NewDuty> some = duties.subList(i, Math.min(i + AT_ONCE, duties.size()));
      Set<String> fresh = new HashSet<>(store.create(some, world.now()));
      made += fresh.size();
      discharge(known(wanted(some.stream().filter(it -> fresh.contains(it.key())).toList())));
    }
    return made;
  }

  private static Map<EvidenceWanted, Set<UUID>> wanted(List<NewDuty> duties) {
    return duties.stream()
        .filter(it -> it.evidence() != null)
        .collect(
            Collectors.groupingBy(
                it -> Objects.requireNonNull(it.evidence()),
                Collectors.mapping(it -> it.subject().id(), Collectors.toSet())));
  }

  /** What is already known of subjects; also before a window begins: a leave is told days ahead. */
  private List<Evidence> known(Map<EvidenceWanted, Set<UUID>> wanted) {
    List<Evidence> known = new ArrayList<>();
    for (EvidenceSource source : sources) {
      wanted.forEach((evidence, subjects) -> {
        if (evidence.types().stream().anyMatch(source.types()::contains)) {
          known.addAll(source.evidence(subjects, evidence.from(), evidence.until()));
        }
      });
    }
    return known;
  }

  /**
   * Looks once more at duties that were made or handed on, for evidence that was recorded in the
   * same moment: whoever took it may not have seen them yet, nor whoever made them the evidence.
   *
   * @return how many groups of duties were looked at; less than {@link #GROUPS}: all
   */
  @Transactional
  int lookAgain() {
    List<List<UUID>> groups = store.again(GROUPS);
    groups.forEach(ids -> discharge(known(store.wanted(ids))));
    return groups.size();
  }

  /** Discharges what evidence shows. */
  int discharge(List<Evidence> evidence) {
    int done = 0;
    for (int i = 0; i < evidence.size(); i += AT_ONCE) {
      List<Evidence> some = evidence.subList(i, Math.min(i + AT_ONCE, evidence.size()));
      done += tell(store.discharge(some, world.now()));
    }
    return done;
  }

  /**
   * Discharges duties by an act. Those that were handed on are discharged in the other hands; all
   * others that are not pending stay as they are.
   */
  @Transactional
  public int done(Collection<UUID> ids, UUID act, Actor who) {
    return tell(end(ids, DutyState.DONE, null, who, act));
  }

  /**
   * Takes duties back, with a reason. Those that were handed on are taken back from the other
   * hands; all others that are not pending stay as they are.
   */
  @Transactional
  public int waive(Collection<UUID> ids, String reason, Actor approver, @Nullable UUID cause) {
    return tell(end(ids, DutyState.WAIVED, reason, approver, cause));
  }

  /**
   * Ends duties. Those that were handed on since they were looked up are ended where they stand
   * now: the same duty, in other hands.
   */
  private List<Change> end(
      Collection<UUID> ids,
      DutyState state,
      @Nullable String reason,
      Actor who,
      @Nullable UUID cause) {
    List<Change> ended = new ArrayList<>();
    Collection<UUID> left = ids;
    while (!left.isEmpty()) {
      List<Change> some = store.end(left, state, reason, cause, who, world.now());
      ended.addAll(some);
      Set<UUID> others = new HashSet<>(left);
      some.forEach(it -> others.remove(it.duty()));
      left = others.isEmpty() ? others : store.heirsOf(others);
    }
    return ended;
  }

  /**
   * Gives duties another holder: each is passed on and a new one stands in its place. Those that
   * were handed on already are taken from the other hands.
   */
  @Transactional
  public int passOn(
      Collection<UUID> ids, Party holder, String reason, Actor who, @Nullable UUID cause) {
    return handOn(end(ids, DutyState.PASSED_ON, reason, who, cause), holder);
  }

  /** Gives each duty to the leads of its unit; whom somebody gave it to meanwhile keeps it. */
  int toLeads(Collection<UUID> ids, String reason, Actor who) {
    return handOn(store.end(ids, DutyState.PASSED_ON, reason, null, who, world.now()), null);
  }

  private int handOn(List<Change> ended, @Nullable Party holder) {
    store.heirs(ended.stream().map(Change::duty).toList(), holder, world.now());
    return tell(ended);
  }

  /**
   * Somebody who can't do anything for a while.
   *
   * @param until back again; null: not known
   * @param reason a few words, 200 characters at most
   */
  public record Absence(UUID person, Instant from, @Nullable Instant until, String reason) {}

  /**
   * People can't do anything from a moment on: what they hold goes to their unit's leads within a
   * minute. What opens only after they are back stays theirs.
   */
  @Transactional
  public void unavailable(Collection<Absence> absences) {
    if (!absences.isEmpty()) {
      store.absent(absences, world.now());
    }
  }

  /**
   * A reason why people were away is over: unless there is another one, new duties may be theirs
   * again; what was handed on stays where it is.
   *
   * @param reason as it was given
   */
  @Transactional
  public void available(Collection<UUID> persons, String reason) {
    if (!persons.isEmpty()) {
      store.back(persons, reason, world.now());
    }
  }

  /** Duties by id. */
  public List<Duty> of(Collection<UUID> ids) {
    return ids.isEmpty() ? List.of() : board.of(ids);
  }

  /** Duties of a kind by their keys; those passed on are left out. */
  public List<Duty> byKeys(String kind, Collection<String> keys) {
    return keys.isEmpty() ? List.of() : board.byKeys(kind, keys);
  }

  /** Ids of the pending duties of a kind among those with these keys. */
  public List<UUID> pending(String kind, Collection<String> keys) {
    return byKeys(kind, keys).stream().filter(it -> it.state().isPending()).map(Duty::id).toList();
  }

  /** How many duties of which kind followed from facts or acts; those passed on are left out. */
  public Map<UUID, Map<String, Long>> causedBy(Collection<UUID> causes) {
    return causes.isEmpty() ? Map.of() : board.causedBy(causes);
  }

  /** How many members of collective duties are in which state; those passed on are left out. */
  public Map<UUID, Map<DutyState, Long>> groups(Collection<UUID> groups) {
    return groups.isEmpty() ? Map.of() : board.groups(groups);
  }

  /**
   * Counts by unit, kind, day and state; from counters, at any size.
   *
   * @param kinds only these
   * @param first first day
   * @param last last day
   */
  public List<DutyCount> counts(Set<String> kinds, LocalDate first, LocalDate last) {
    return board.counts(kinds, first, last);
  }

  int tell(List<Change> changes) {
    if (!changes.isEmpty()) {
      events.publishEvent(new DutiesChanged(changes));
    }
    return changes.size();
  }

  /** Counts of all kinds of duties of a day by unit, kind and state; from counters, at any size. */
  public List<DutyCount> counts(LocalDate day) {
    return board.counts(Set.copyOf(board.kinds(day, day)), day, day);
  }

  /** Duties of a day in a state within a scope, soonest due first. */
  public Page<Duty> ofDay(
      LocalDate day, DutyState state, Scope scope, @Nullable String after, int limit) {
    DayKey key = Page.decode(after, DayKey::read);
    return Page.of(
        board.ofDay(day, state, scope, key, limit + 1),
        limit,
        duty -> duty.dueAt() + " " + duty.id());
  }

  /** The key a list goes on from. */
  record DayKey(Instant at, UUID id) {

    static DayKey read(String text) {
      int space = text.indexOf(' ');
      return new DayKey(
          PlainValues.instant(text.substring(0, space)),
          PlainValues.uuid(text.substring(space + 1)));
    }
  }
}
