package org.shouwang.rollcall;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.Duty;
import org.springframework.stereotype.Component;

/** Looks up what accounts for people: the fact behind each duty done, and how it does. */
@Component
class Showing {

  private static final int AT_ONCE = 5_000;

  private final Duties duties;
  private final AccountedStore accounts;

  Showing(Duties duties, AccountedStore accounts) {
    this.duties = duties;
    this.accounts = accounts;
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
    for (Duty duty : found) {
      UUID fact = duty.evidence();
      AccountedStore.Account account = fact == null ? null : said.get(fact);
      shown.put(
          duty.subject().id(),
          new Shown(
              duty.id(),
              fact == null ? null : account == null ? How.PASS : account.how(),
              fact,
              account == null ? duty.reason() : account.note(),
              account == null ? null : account.by()));
    }
  }
}
