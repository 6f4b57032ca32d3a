package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shouwang.audit.Actor;
import org.shouwang.status.EvidenceKind;
import org.shouwang.status.NewEvidence;
import org.springframework.beans.factory.annotation.Autowired;

/** What results lead to: holds, re-swabs, ends, corrections; and results that contradict. */
class ResultsIntegrationTests extends SamplingPark {

  @Autowired Results results;
  @Autowired ResultStore store;

  private Instant reported() {
    return start.plusSeconds(600);
  }

  @Test
  void everyLiveMemberOfAPositiveTubeIsHeldAndMustBeSwabbedAgainAlone() {
    for (String value : List.of("positive", "grey")) {
      String code = code();
      List<UUID> people = people(5);
      received(code, people, 5, "round", start);
      UUID undone = tube(code).fold().live().get(4).id();
      take(undo(undone, start.plusSeconds(50)));
      ResultFacts.Verdict verdict =
          (ResultFacts.Verdict) take(result(code, "screening", value, reported()));

      assertThat(verdict.taken()).isEqualTo("accepted");
      assertThat(tube(code).state()).isEqualTo("to_confirm");
      for (UUID person : people.subList(0, 4)) {
        assertThat(told.standing(person))
            .singleElement()
            .satisfies(it -> {
              assertThat(it.kind()).isEqualTo(EvidenceKind.POOL_RESULT);
              assertThat(it.detail())
                  .containsAllEntriesOf(Map.of("result", value, "step", "screening", "tube", code))
                  .containsKey("sampled");
            });
        assertThat(reswab(person)).isEqualTo("open");
      }
      assertThat(told.standing(people.get(4))).isEmpty();
      assertThat(reswab(people.get(4))).isNull();
      assertThat(
              row(
                      "select count(*) as n from duties.duty where kind = 'sampling.report' and title = ?",
                      code)
                  .get("n"))
          .isEqualTo(1L);
      assertThat(
              row("select count(*) as n from channels.message where link = ?", "/tubes/" + code)
                  .get("n"))
          .isEqualTo(1L);
    }
  }

  @Test
  void aResultThatIsRolledBackHoldsNobodyAndWritesNothing() {
    String code = code();
    received(code, people(3), 5, "round", start);
    transaction.executeWithoutResult(status -> {
      results.take(List.of(newResult(code, "positive", reported())), Actor.SYSTEM);
      status.setRollbackOnly();
    });
    assertThat(tube(code).state()).isEqualTo("received");
    assertThat(row("select count(*) as n from sampling.given where tube = ?", code).get("n"))
        .isEqualTo(0L);
  }

  private static NewResult newResult(String code, String value, Instant at) {
    return new NewResult(
        UUID.randomUUID(),
        code,
        ResultStep.SCREENING,
        ResultValue.of(value).orElseThrow(),
        at,
        null,
        "hand",
        null,
        null,
        "测试");
  }

  @Test
  void aMemberWhoseSwabComesAfterThePositiveResultIsHeldToo() {
    String code = code();
    received(code, people(2), 5, "round", start);
    take(result(code, "screening", "positive", reported()));
    UUID late = person();
    take(swab(code, late, start.plusSeconds(50), ",\"offline\":true"));
    assertThat(told.standing(late)).singleElement();
    assertThat(reswab(late)).isEqualTo("open");
  }

  @Test
  void aNegativeSwabAloneEndsTheTubesEvidenceAndTheSwabEndsTheDuty() {
    String code = code();
    List<UUID> people = people(3);
    received(code, people, 5, "round", start);
    take(result(code, "screening", "positive", reported()));

    UUID freed = people.get(0);
    UUID kept = people.get(1);
    String alone = code();
    received(alone, List.of(freed), 1, "positive_follow_up", start.plusSeconds(900));
    assertThat(reswab(freed)).isEqualTo("done");
    take(result(alone, "screening", "negative", start.plusSeconds(1_500)));
    assertThat(told.standing(freed))
        .extracting(NewEvidence::kind, it -> it.detail().get("result"))
        .containsExactly(org.assertj.core.groups.Tuple.tuple(EvidenceKind.TEST_RESULT, "negative"));

    String positive = code();
    received(positive, List.of(kept), 1, "positive_follow_up", start.plusSeconds(900));
    take(result(positive, "screening", "positive", start.plusSeconds(1_500)));
    assertThat(told.standing(kept))
        .extracting(NewEvidence::kind)
        .containsExactlyInAnyOrder(EvidenceKind.POOL_RESULT, EvidenceKind.TEST_RESULT);

    assertThat(told.standing(people.get(2)))
        .as("in the tube of somebody who is a case now: a candidate for contact, too")
        .extracting(NewEvidence::kind)
        .containsExactlyInAnyOrder(EvidenceKind.POOL_RESULT, EvidenceKind.CONTACT_CLASS);
    assertThat(reswab(people.get(2))).isEqualTo("open");
  }

  @Test
  void aNegativeTubeGivesEvidenceOnlyAboutThoseUnderARestriction() {
    String code = code();
    List<UUID> people = people(3);
    told.restricted.add(people.get(1));
    received(code, people, 5, "round", start);
    take(result(code, "screening", "negative", reported()));
    assertThat(tube(code).state()).isEqualTo("negative");
    assertThat(told.standing(people.get(1))).singleElement();
    assertThat(told.standing(people.get(0))).isEmpty();
  }

  @Test
  void aConfirmationStandsBesideTheScreening() {
    String code = code();
    received(code, people(2), 5, "round", start);
    take(result(code, "screening", "positive", reported()));
    take(result(code, "confirmation", "positive", reported().plusSeconds(60)));
    assertThat(tube(code).state()).isEqualTo("positive");
    assertThat(store.current(List.of(code))).hasSize(2);
  }

  @Test
  void whatContradictsIsAnsweredOneByOneAndKept() {
    String unsealed = code();
    take(swab(unsealed, person(), start, ""));
    String unreceived = code();
    take(swab(unreceived, person(), start, ""));
    take(seal(unreceived, start.plusSeconds(5), 1));
    String early = code();
    received(early, people(1), 10, "round", start);
    String twice = code();
    received(twice, people(2), 10, "round", start);
    take(result(twice, "screening", "negative", reported()));
    String unknown = code();

    List<Object> verdicts =
        take(
            List.of(
                result(unknown, "screening", "negative", reported()),
                result(unsealed, "screening", "negative", reported()),
                result(unreceived, "screening", "negative", reported()),
                result(early, "screening", "negative", start.plusSeconds(1)),
                result(twice, "screening", "positive", reported()),
                result(twice, "screening", "negative", reported().plusSeconds(9))));
    assertThat(verdicts)
        .extracting(it -> ((ResultFacts.Verdict) it).problem())
        .containsExactly(
            "sampling.tube_unknown",
            "sampling.tube_not_sealed",
            "sampling.tube_not_received",
            "sampling.result_before_receipt",
            "sampling.result_differs",
            null);
    assertThat(((ResultFacts.Verdict) verdicts.get(5)).taken()).isEqualTo("known");
    assertThat(tube(twice).state()).isEqualTo("negative");
    assertThat(
            jdbc.sql("select count(*) from sampling.result_problem where tube = any(?::text[])")
                .param(
                    new org.springframework.jdbc.support.SqlArrayValue(
                        "text", unknown, unsealed, unreceived, early, twice))
                .query(Long.class)
                .single())
        .isEqualTo(5L);
  }

  @Test
  void aResultThatCameBeforeItsSwabsIsTakenWhenTheyCome() {
    String code = code();
    List<UUID> people = people(2);
    take(result(code, "screening", "positive", reported()));
    received(code, people, 5, "round", start);
    assertThat(tube(code).state()).isEqualTo("to_confirm");
    assertThat(told.standing(people.get(0))).hasSize(1);
    assertThat(row("select state from sampling.result_problem where tube = ?", code))
        .containsEntry("state", "taken");
  }

  @Test
  void aCorrectionKeepsBothAndUnwindsWhatTheFirstHadLedTo() {
    String code = code();
    List<UUID> people = people(2);
    received(code, people, 5, "round", start);
    take(result(code, "screening", "positive", reported()));
    results.correct(
        newResult(code, "negative", reported().plusSeconds(60)),
        "录错",
        Actor.SYSTEM,
        UUID.randomUUID());

    assertThat(tube(code).state()).isEqualTo("negative");
    assertThat(told.standing(people.get(0))).noneMatch(it -> it.kind() == EvidenceKind.POOL_RESULT);
    assertThat(reswab(people.get(0))).isEqualTo("waived");
    assertThat(row("select count(*) as n from sampling.result where tube = ?", code).get("n"))
        .isEqualTo(2L);
  }

  @Test
  void aCorrectedNegativeOfASwabAloneHoldsThePersonBecauseOfTheTubeAgain() {
    String code = code();
    List<UUID> people = people(2);
    received(code, people, 5, "round", start);
    take(result(code, "screening", "positive", reported()));
    UUID person = people.get(0);
    String alone = code();
    received(alone, List.of(person), 1, "positive_follow_up", start.plusSeconds(900));
    take(result(alone, "screening", "negative", start.plusSeconds(1_500)));
    results.correct(
        newResult(alone, "invalid", start.plusSeconds(1_600)),
        "录错",
        Actor.SYSTEM,
        UUID.randomUUID());
    assertThat(told.standing(person))
        .extracting(NewEvidence::kind)
        .containsExactly(EvidenceKind.POOL_RESULT);
  }

  @Test
  void aPositiveSwabAloneOpensACaseInTheSameCommitAndAPooledOneNone() {
    String pooled = code();
    List<UUID> people = people(2);
    received(pooled, people, 5, "round", start);
    take(result(pooled, "screening", "positive", reported()));
    UUID person = people.get(0);
    assertThat(cases(person)).isEmpty();
    String alone = code();
    received(alone, List.of(person), 1, "positive_follow_up", start.plusSeconds(900));
    take(result(alone, "screening", "positive", start.plusSeconds(1_500)));
    assertThat(cases(person)).containsExactly("open");
    correct(alone, "negative", start.plusSeconds(1_600));
    assertThat(cases(person)).containsExactly("withdrawn");
  }

  private List<String> cases(UUID person) {
    return jdbc.sql("select state from cases.case_file where person_id = ?")
        .param(person)
        .query(String.class)
        .list();
  }

  @Test
  void anUndoneSwabUnwindsWhatItsTubesResultHadMeantForItsPersonAlone() {
    String code = code();
    List<UUID> people = people(3);
    received(code, people, 5, "round", start);
    take(result(code, "screening", "positive", reported()));
    UUID notThere = people.get(1);
    // undone at the desk before the result, but told after it
    take(undo(swabOf(code, notThere), start.plusSeconds(550)));
    assertThat(told.standing(notThere)).isEmpty();
    assertThat(reswab(notThere)).isEqualTo("waived");
    UUID tooLate = people.get(2);
    take(undo(swabOf(code, tooLate), start.plusSeconds(700)));
    assertThat(told.standing(tooLate)).as("an undo after the result lifts no hold").hasSize(1);
    assertThat(reswab(tooLate)).isEqualTo("open");
    assertThat(told.standing(people.get(0))).hasSize(1);
    assertThat(reswab(people.get(0))).isEqualTo("open");
    assertThat(tube(code).state()).isEqualTo("to_confirm");
  }

  @Test
  void whatANegativeSwabHadEndedStandsAgainWhenTheSwabWasSomebodyElses() {
    String code = code();
    List<UUID> people = people(2);
    received(code, people, 5, "round", start);
    take(result(code, "screening", "positive", reported()));
    UUID person = people.get(0);
    String alone = code();
    received(alone, List.of(person), 1, "positive_follow_up", start.plusSeconds(900));
    take(result(alone, "screening", "negative", start.plusSeconds(1_500)));
    assertThat(told.standing(person)).noneMatch(it -> it.kind() == EvidenceKind.POOL_RESULT);

    take(undo(swabOf(alone, person), start.plusSeconds(1_600)));
    assertThat(told.standing(person))
        .extracting(NewEvidence::kind)
        .containsExactly(EvidenceKind.POOL_RESULT);
  }

  @Test
  void aCorrectionRevivesNothingThatItsOwnTubeDoesNotSayAnyMore() {
    String code = code();
    List<UUID> people = people(2);
    received(code, people, 5, "round", start);
    take(result(code, "screening", "positive", reported()));
    UUID person = people.get(0);
    String alone = code();
    received(alone, List.of(person), 1, "positive_follow_up", start.plusSeconds(900));
    take(result(alone, "screening", "negative", start.plusSeconds(1_500)));
    correct(code, "negative", reported().plusSeconds(1_000)); // the tube was never positive
    correct(alone, "invalid", start.plusSeconds(1_700));
    assertThat(told.standing(person)).noneMatch(it -> it.kind() == EvidenceKind.POOL_RESULT);
  }

  @Test
  void aCorrectionRevivesNothingThatASecondNegativeSwabEndsAsWell() {
    String code = code();
    List<UUID> people = people(2);
    received(code, people, 5, "round", start);
    take(result(code, "screening", "positive", reported()));
    UUID person = people.get(0);
    List<String> alone = List.of(code(), code());
    for (int n = 0; n < 2; n++) {
      received(alone.get(n), List.of(person), 1, "positive_follow_up", start.plusSeconds(900 + n));
      take(result(alone.get(n), "screening", "negative", start.plusSeconds(1_500 + n)));
    }
    correct(alone.get(0), "invalid", start.plusSeconds(1_600));
    assertThat(told.standing(person)).noneMatch(it -> it.kind() == EvidenceKind.POOL_RESULT);
    correct(alone.get(1), "invalid", start.plusSeconds(1_700));
    assertThat(told.standing(person))
        .extracting(NewEvidence::kind)
        .containsExactly(EvidenceKind.POOL_RESULT);
  }

  @Test
  void screeningAndConfirmationOfATubeAreRevivedBoth() {
    String code = code();
    List<UUID> people = people(2);
    received(code, people, 5, "round", start);
    take(result(code, "screening", "positive", reported()));
    take(result(code, "confirmation", "grey", reported().plusSeconds(60)));
    UUID person = people.get(0);
    String alone = code();
    received(alone, List.of(person), 1, "positive_follow_up", start.plusSeconds(900));
    take(result(alone, "screening", "negative", start.plusSeconds(1_500)));
    assertThat(told.standing(person)).noneMatch(it -> it.kind() == EvidenceKind.POOL_RESULT);
    correct(alone, "invalid", start.plusSeconds(1_600));
    assertThat(told.standing(person))
        .extracting(it -> it.detail().get("step"))
        .containsExactlyInAnyOrder("screening", "confirmation");
  }

  @Test
  void whoseSwabComesAfterTheirTubeWasInvalidOrLostMustBeSwabbedAgainToo() {
    String invalid = code();
    received(invalid, people(2), 5, "round", start);
    take(result(invalid, "screening", "invalid", reported()));
    UUID late = person();
    take(swab(invalid, late, start.plusSeconds(50), ""));
    assertThat(reswab(late)).isEqualTo("open");

    String lost = code();
    UUID first = person();
    take(swab(lost, first, start, ""));
    take(custody("lost", lost, start.plusSeconds(600)));
    UUID later = person();
    take(swab(lost, later, start.plusSeconds(60), ""));
    assertThat(reswab(first)).isEqualTo("open");
    assertThat(reswab(later)).isEqualTo("open");
  }

  @Test
  void anOldSwabAloneThatComesLateIsNoAnswerToAPositiveTube() {
    String code = code();
    List<UUID> people = people(2);
    received(code, people, 5, "round", start);
    take(result(code, "screening", "positive", reported()));
    UUID person = people.get(0);
    take(swab(code(), person, point, start.minusSeconds(60), 1, "calendar", ""));
    assertThat(reswab(person)).isEqualTo("open");
  }

  private void correct(String tube, String value, Instant at) {
    results.correct(newResult(tube, value, at), "录错", Actor.SYSTEM, UUID.randomUUID());
  }

  private UUID swabOf(String code, UUID person) {
    return tube(code).fold().live().stream()
        .filter(it -> it.person().equals(person))
        .findFirst()
        .orElseThrow()
        .id();
  }
}
