package org.shouwang.rollcall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.Duty;
import org.shouwang.duties.Evidence;
import org.shouwang.duties.EvidenceSource;
import org.springframework.stereotype.Component;

/** Looks up what accounts for people: the fact behind each duty done, and how it does. */
@Component
class Showing {

  private static final int AT_ONCE = 5_000;

  private final Duties duties;
  private final AccountedStore accounts;
  private final List<EvidenceSource> passes;

  Showing(Duties duties, AccountedStore accounts, List<EvidenceSource> sources) {
    this.duties = duties;
    this.accounts = accounts;
    this.passes =
        sources.stream().filter(it -> it.types().contains(RollCallEvidence.PASS)).toList();
  }

  /**
   * What stands behind somebody's state.
   *
   * @param how null: not by a fact
   * @param fact the fact, or the act
   * @param note what was said with it, or the reason for letting them off
   * @param by who said it; null for a gate
   */
  record Shown(
      UUID duty,
      @Nullable How how,
      @Nullable UUID fact,
      @Nullable String note,
      @Nullable String by) {}

  /** By person; who has no duty is left out. */
  Map<UUID, Shown> of(LocalDate day, List<RollCallBoard.Row> rows) {
    Map<UUID, Shown> shown = new HashMap<>();
    for (int i = 0; i < rows.size(); i += AT_ONCE) {
      some(day, rows.subList(i, Math.min(i + AT_ONCE, rows.size())), shown);
    }
    return shown;
  }

  private void some(LocalDate day, List<RollCallBoard.Row> rows, Map<UUID, Shown> shown) {
    List<Duty> found =
        duties.byKeys(RollCall.PERSON_DUTY, rows.stream().map(row -> row.dutyKey(day)).toList());
    Set<UUID> facts = new HashSet<>();
    Set<UUID> persons = new HashSet<>();
    for (Duty duty : found) {
      if (duty.evidence() != null) {
        facts.add(duty.evidence());
        persons.add(duty.subject().id());
      }
    }
    Map<UUID, AccountedStore.Account> said =
        accounts.byIds(
            persons, facts, day.atTime(LocalTime.NOON).atZone(WorldClock.ZONE).toInstant());
    facts.removeAll(said.keySet());
    Set<UUID> went = facts.isEmpty() ? Set.of() : passes(rows);
    for (Duty duty : found) {
      UUID fact = duty.evidence();
      AccountedStore.Account account = fact == null ? null : said.get(fact);
      How how = account != null ? account.how() : went.contains(fact) ? How.PASS : null;
      shown.put(
          duty.subject().id(),
          new Shown(
              duty.id(),
              how,
              fact,
              account == null ? duty.reason() : account.note(),
              account == null ? null : account.by()));
    }
  }

  /** Passes of these persons within their windows: what is neither these nor said was an act. */
  private Set<UUID> passes(List<RollCallBoard.Row> rows) {
    Set<UUID> persons = rows.stream().map(RollCallBoard.Row::person).collect(Collectors.toSet());
    Instant from = rows.stream().map(RollCallBoard.Row::from).min(Instant::compareTo).orElseThrow();
    Instant until =
        rows.stream().map(RollCallBoard.Row::until).max(Instant::compareTo).orElseThrow();
    return passes.stream()
        .flatMap(source -> source.evidence(persons, from, until).stream())
        .map(Evidence::factId)
        .collect(Collectors.toSet());
  }
}
