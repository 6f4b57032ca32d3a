package org.shouwang.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Caller;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What other modules may ask of cases, and the one act that reaches them from outside: that a
 * report was sent. Not bounded by units: whoever asks is.
 */
@Service
public class CaseBook {

  private final CaseBookBoard board;
  private final CaseBoard counts;
  private final Cases cases;

  CaseBook(CaseBookBoard board, CaseBoard counts, Cases cases) {
    this.board = board;
    this.counts = counts;
    this.cases = cases;
  }

  /**
   * A case.
   *
   * @param classification suspected, confirmed or asymptomatic
   * @param state open, closed or withdrawn
   * @param waves how often candidates came up to be decided
   */
  public record Summary(
      UUID id,
      String number,
      UUID person,
      @Nullable UUID unit,
      String disease,
      String classification,
      @Nullable String document,
      @Nullable LocalDate onset,
      @Nullable Instant sampledAt,
      @Nullable String symptoms,
      @Nullable Instant controlledAt,
      String state,
      @Nullable String outcome,
      Instant openedAt,
      @Nullable Instant reportedAt,
      int waves) {

    /** Whether it is still worked on. */
    public boolean isOpen() {
      return state.equals("open");
    }
  }

  /** Cases in the order in which they were opened; unknown ones are left out. */
  public List<Summary> of(Collection<UUID> ids) {
    return ids.isEmpty() ? List.of() : board.of(ids);
  }

  /** The diseases of which persons have an open case; who has none is left out. */
  public Map<UUID, Set<String>> diseases(Collection<UUID> persons) {
    return persons.isEmpty() ? Map.of() : board.diseases(persons);
  }

  /** How many contacts are in which state, by case. */
  public Map<UUID, Map<String, Long>> contacts(Collection<UUID> ids) {
    return ids.isEmpty() ? Map.of() : counts.counts(ids);
  }

  /** The persons of cases and of their contacts that nobody has ruled out. */
  public List<UUID> persons(Collection<UUID> ids) {
    return ids.isEmpty() ? List.of() : board.persons(ids);
  }

  /** Places at which somebody was near, those with most people first; twenty at most. */
  public List<UUID> places(Collection<UUID> ids) {
    return ids.isEmpty() ? List.of() : board.places(ids);
  }

  /**
   * Holds a case until the commit. Whoever goes from a case to what hangs on it holds the case
   * first: so must whoever comes from there and needs the case.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void hold(UUID id) {
    cases.hold(id);
  }

  /** Files that an open case was reported to the authority; one that was, or has ended, stays. */
  @Transactional
  public void report(UUID id, String to, Caller caller) {
    for (Summary each : board.of(List.of(id))) {
      if (each.isOpen() && each.reportedAt() == null) {
        cases.report(id, to, caller);
      }
    }
  }
}
