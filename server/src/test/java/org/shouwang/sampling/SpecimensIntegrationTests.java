package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shouwang.audit.Actor;
import org.shouwang.capture.Arrived;
import org.shouwang.policy.HoursForTests;
import org.shouwang.security.Browser;
import org.shouwang.status.NewEvidence;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What was taken to be tested for another disease than the principal one. */
class SpecimensIntegrationTests extends SamplingPark {

  private static final String NORO = "norovirus";

  @Autowired Results results;
  @Autowired HoursForTests hours;

  private Arrived specimen(String tube, UUID person, Instant at) {
    return fact(
        "sampling.specimen",
        point,
        person,
        at,
        "{\"tube\":\"%s\",\"disease\":\"%s\",\"kind\":\"stool\"}".formatted(tube, NORO));
  }

  /** Taken and at the laboratory. */
  private Arrived brought(String tube, UUID person, Instant at) {
    Arrived specimen = specimen(tube, person, at);
    take(specimen);
    take(custody("received", tube, at.plusSeconds(40)));
    return specimen;
  }

  private Instant reported(int minutes) {
    return start.plusSeconds(600 + 60L * minutes);
  }

  private List<String> standing(UUID person) {
    return told.standing(person).stream()
        .map(it -> it.detail().get("result") + " " + it.detail().get(NewEvidence.DISEASE))
        .sorted()
        .toList();
  }

  private Map<String, Object> duty(UUID person) {
    return row(
        "select state, evidence_types::text as types, facets::text as facets from duties.duty"
            + " where kind = 'sampling.reswab' and subject_id = ?",
        person);
  }

  // ── what a result had ended ────────────────────────────────────────────────────────────────────

  @Test
  void aCorrectedConfirmationLetsThePositiveOfASpecimenStandAgain() {
    String code = code();
    UUID person = person();
    brought(code, person, start);
    take(result(code, "screening", "positive", reported(0)));
    assertThat(standing(person)).containsExactly("positive " + NORO);
    take(result(code, "confirmation", "negative", reported(10)));
    assertThat(standing(person)).doesNotContain("positive " + NORO);
    // a negative swab of the principal disease says nothing of it
    String swab = code();
    received(swab, List.of(person), 1, "own", start.plusSeconds(60));
    take(result(swab, "screening", "negative", reported(12)));
    correct(code, "confirmation", "invalid", reported(20));
    assertThat(standing(person)).contains("positive " + NORO);
  }

  private void correct(String code, String step, String value, Instant at) {
    transaction.executeWithoutResult(status ->
        results.correct(
            new NewResult(
                UUID.randomUUID(),
                code,
                ResultStep.of(step).orElseThrow(),
                ResultValue.of(value).orElseThrow(),
                at,
                null,
                "hand",
                null,
                null,
                "测试"),
            "登记错",
            Actor.SYSTEM,
            UUID.randomUUID()));
  }

  @Test
  void negativesOfASwabAndOfASpecimenInOneBatchEachEndTheirOwn() {
    UUID person = person();
    String swab = code();
    received(swab, List.of(person), 1, "own", start);
    String specimen = code();
    brought(specimen, person, start.plusSeconds(30));
    take(
        List.of(
            result(swab, "screening", "positive", reported(0)),
            result(specimen, "screening", "positive", reported(0))));
    assertThat(standing(person)).containsExactly("positive " + NORO, "positive null");
    take(
        List.of(
            result(swab, "confirmation", "negative", reported(10)),
            result(specimen, "confirmation", "negative", reported(10))));
    assertThat(standing(person)).doesNotContain("positive " + NORO, "positive null");
  }

  // ── lost ones ──────────────────────────────────────────────────────────────────────────────────

  @Test
  void aSpecimenThatIsLostOrInvalidWantsAnotherOneOfItsDisease() {
    UUID spoilt = person();
    String lost = code();
    take(specimen(lost, spoilt, start));
    take(custody("leaking", lost, start.plusSeconds(60)));
    UUID invalid = person();
    String unclear = code();
    brought(unclear, invalid, start);
    take(result(unclear, "screening", "invalid", reported(0)));
    UUID late = person();
    String before = code();
    take(custody("received", before, start.plusSeconds(30)));
    take(custody("lost", before, start.plusSeconds(60)));
    take(specimen(before, late, start.plusSeconds(1)));
    for (UUID each : List.of(spoilt, invalid, late)) {
      assertThat(duty(each)).containsEntry("state", "open");
      assertThat(String.valueOf(duty(each).get("types"))).contains("sampling.specimen");
      assertThat(String.valueOf(duty(each).get("facets"))).contains(NORO);
    }
  }

  @Test
  void untilWhenAPositiveSpecimenIsReportedIsARuleOfItsDisease() {
    java.time.Duration offset = world.offset();
    try {
      hours.lay();
      world.set(HoursForTests.THEN, 0);
      Instant then = HoursForTests.THEN.minusSeconds(3_600);
      String code = code();
      brought(code, person(), then);
      take(result(code, "screening", "positive", then.plusSeconds(900)));
      assertThat(
              jdbc.sql(
                      "select due_at from duties.duty where kind = 'sampling.report' and title = ?")
                  .param(code)
                  .query((row, n) -> row.getTimestamp(1).toInstant())
                  .single())
          .isEqualTo(HoursForTests.THEN.plusSeconds(6 * 3_600));
    } finally {
      world.set(Instant.now().plus(offset), 1);
    }
  }

  // ── registered by mistake ──────────────────────────────────────────────────────────────────────

  @Test
  void aSpecimenIsUndoneLikeASwabAndItsTubeIsFreeAgain() {
    String code = code();
    UUID wrong = person();
    Arrived first = brought(code, wrong, start);
    take(result(code, "screening", "positive", reported(0)));
    assertThat(standing(wrong)).isNotEmpty();
    Arrived undone = undo(id(first), start.plusSeconds(60));
    take(undone);
    assertThat(tube(code).fold().live()).isEmpty();
    assertThat(standing(wrong)).as("it was undone before it had a result").isEmpty();
    assertThat(conflicts(code, "open")).isEmpty();
    assertThat(counted.undone)
        .as("it counted for no round")
        .noneMatch(it -> it.swab().equals(id(first)));
    UUID right = person();
    take(specimen(code, right, start.plusSeconds(120)));
    assertThat(tube(code).fold().live()).extracting(SwabRow::person).containsExactly(right);
    assertThat(conflicts(code, "open")).isEmpty();
  }

  @Test
  void aSpecimenThatComesAfterItsUndoCountsNoLonger() {
    String code = code();
    Arrived late = specimen(code, person(), start);
    take(undo(id(late), start.plusSeconds(60)));
    take(late);
    assertThat(tube(code).fold().live()).isEmpty();
    assertThat(tube(code).fold().seals()).isEmpty();
  }

  @Test
  void aTubeThatIsTakenIsRefusedByName() {
    String code = code();
    Arrived first = specimen(code, person(), start);
    take(first);
    assertThat(judge(List.of(first)).getFirst())
        .as("the same once more")
        .isInstanceOf(org.shouwang.capture.FactHandler.Accepted.class);
    assertThat(refused(judge(List.of(specimen(code, person(), start.plusSeconds(9))))))
        .isEqualTo("sampling.tube_taken");
    String swabbed = code();
    take(swab(swabbed, person(), start, ""));
    assertThat(refused(judge(List.of(specimen(swabbed, person(), start.plusSeconds(9))))))
        .isEqualTo("sampling.tube_taken");
    String empty = code();
    assertThat(
            refused(
                judge(
                    List.of(
                        specimen(empty, person(), start),
                        specimen(empty, person(), start.plusSeconds(1))))))
        .isEqualTo("sampling.tube_taken");
  }

  private static String refused(List<org.shouwang.capture.FactHandler.Judgement> judgements) {
    return ((org.shouwang.capture.FactHandler.Rejected) judgements.getLast()).reason().code();
  }

  // ── seen ───────────────────────────────────────────────────────────────────────────────────────

  @Test
  void whoMaySeeTheUnitFindsItsSpecimensAndJudgesThem() {
    String code = code();
    UUID person = person();
    Arrived first = specimen(code, person, start);
    take(first);
    take(swab(code, person(), start.plusSeconds(90), ""));
    Browser command = Browser.signedIn(port, "command");
    JsonNode page = command.get("/api/v1/sampling/tubes/" + code).json();
    JsonNode conflict = page.path("conflicts").get(0);
    assertThat(conflict.path("sides").size()).as(conflict.toString()).isEqualTo(1);
    String tube = code();
    take(specimen(tube, person, start));
    Browser within = within(unit);
    JsonNode own = within.get("/api/v1/sampling/tubes/" + tube).json();
    assertThat(own.path("members").findValuesAsString("purpose"))
        .as("a specimen is no wish of one's own")
        .containsExactly("specimen");
    UUID other = UUID.randomUUID();
    jdbc.sql(
            "insert into people.unit (id, code, name, kind, path) values (?, ?, '乙', 'department', 'x')")
        .params(other, other.toString())
        .update();
    assertThat(within(other).get("/api/v1/sampling/tubes/" + tube).status()).isEqualTo(404);
  }

  private Browser within(UUID units) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into security.account (id, username, username_key, display_name, roles, everywhere,
              units, language, password_hash, must_change_password, made_at, demo)
            select ?, ?, lower(?), '甲', roles, false, array[?]::uuid[], 'zh-CN', password_hash,
              false, now(), demo
            from security.account where username = 'command'
            """)
        .params(id, "s-" + id, "s-" + id, units)
        .update();
    return Browser.signedIn(port, "s-" + id);
  }
}
