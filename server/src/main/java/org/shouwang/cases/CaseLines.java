package org.shouwang.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Scope;
import org.shouwang.web.Page;
import org.shouwang.web.TimeKeys;
import org.springframework.stereotype.Service;

/**
 * Cases and their contacts line by line, as they stand now, of what was opened or found until the
 * end of a day. Contacts are seen by whoever sees the case.
 */
@Service
public class CaseLines {

  private final CaseLineBoard board;

  CaseLines(CaseLineBoard board) {
    this.board = board;
  }

  /** A case, without withdrawn ones. */
  public record CaseLine(
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
      @Nullable Instant endedAt,
      @Nullable Instant reportedAt,
      @Nullable String reportedTo) {}

  /**
   * A contact, without lapsed and withdrawn ones.
   *
   * @param key of its row
   * @param casePerson whom they were near
   * @param via of the second degree: the close contact between
   * @param kinds what the exposures are: zone, ride, tube, household, interview
   */
  public record ContactLine(
      UUID key,
      UUID caseId,
      String caseNumber,
      UUID casePerson,
      String disease,
      @Nullable Instant caseReportedAt,
      UUID person,
      int degree,
      @Nullable UUID via,
      String state,
      String proposed,
      String source,
      Instant firstExposure,
      Instant lastExposure,
      long minutes,
      List<String> kinds,
      Instant foundAt,
      @Nullable Instant decidedAt,
      @Nullable String decider,
      @Nullable String document,
      @Nullable String reason) {}

  /** A page of cases, newest first. */
  public Page<CaseLine> cases(LocalDate day, Scope scope, @Nullable String after, int limit) {
    return Page.of(
        board.cases(end(day), scope, TimeKeys.of(after), limit + 1),
        limit,
        it -> TimeKeys.text(it.openedAt(), it.id()));
  }

  /** All cases, oldest first, a batch at a time. */
  public void everyCase(LocalDate day, Scope scope, int batch, Consumer<List<CaseLine>> taker) {
    board.everyCase(end(day), scope, batch, taker);
  }

  /** A page of contacts, newest first. */
  public Page<ContactLine> contacts(LocalDate day, Scope scope, @Nullable String after, int limit) {
    return Page.of(
        board.contacts(end(day), scope, TimeKeys.of(after), limit + 1),
        limit,
        it -> TimeKeys.text(it.foundAt(), it.key()));
  }

  /** All contacts, oldest first, a batch at a time. */
  public void everyContact(
      LocalDate day, Scope scope, int batch, Consumer<List<ContactLine>> taker) {
    board.everyContact(end(day), scope, batch, taker);
  }

  private static Instant end(LocalDate day) {
    return day.plusDays(1).atStartOfDay(WorldClock.ZONE).toInstant();
  }
}
