package org.shouwang.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shouwang.cases.CaseFile.Classification.ASYMPTOMATIC;
import static org.shouwang.cases.CaseFile.Classification.CLINICAL;
import static org.shouwang.cases.CaseFile.Classification.CONFIRMED;
import static org.shouwang.cases.CaseFile.Classification.SUSPECTED;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.shouwang.cases.CaseDefinition.Else;
import org.shouwang.policy.ShippedEditions;
import org.shouwang.policy.Snapshot;

class CaseDefinitionUnitTests {

  private static final Else NOTHING = new Else(false, false, false);
  private static final Else LINKED = new Else(false, false, true);
  private static final Else POSITIVE = new Else(false, true, false);

  private static final CaseDefinition DEFINITION =
      CaseDefinition.of(
          snapshot(
              Map.of(
                  "case.definition.suspected.any", List.of("loose >= 3", "vomits >= 2"),
                  "case.definition.clinical.all", List.of("suspected", "linked"),
                  "case.definition.confirmed.all", List.of("suspected", "laboratory_positive"),
                  "case.definition.asymptomatic.all",
                      List.of("laboratory_positive", "no_symptoms"))));

  private static Snapshot snapshot(Map<String, Object> values) {
    Map<String, org.shouwang.policy.Rule> rules = new TreeMap<>();
    org.shouwang.policy.Rule any =
        ShippedEditions.inForce(Instant.parse("2022-03-10T00:00:00Z")).rules().values().stream()
            .findFirst()
            .orElseThrow();
    values.forEach((key, value) ->
        rules.put(
            key,
            new org.shouwang.policy.Rule(
                key,
                value,
                "x",
                any.edition(),
                any.article(),
                any.jurisdiction(),
                any.validFrom(),
                null,
                any.source(),
                any.confidence(),
                any.meaning())));
    return new Snapshot("x", List.of(), rules);
  }

  @Test
  void aSignCountsFromItsLeastNumberOn() {
    assertThat(DEFINITION.called(Map.of("loose", 2, "vomits", 1), NOTHING)).isNull();
    assertThat(DEFINITION.called(Map.of("loose", 3), NOTHING)).isEqualTo(SUSPECTED);
    assertThat(DEFINITION.called(Map.of("vomits", 2), NOTHING)).isEqualTo(SUSPECTED);
  }

  @Test
  void theStrongestThatFitsIsProposed() {
    assertThat(DEFINITION.called(Map.of("vomits", 2), LINKED)).isEqualTo(CLINICAL);
    assertThat(DEFINITION.called(Map.of("vomits", 2), POSITIVE)).isEqualTo(CONFIRMED);
    assertThat(DEFINITION.called(Map.of("vomits", 2), new Else(false, true, true)))
        .isEqualTo(CONFIRMED);
  }

  @Test
  void whoFeelsNothingAndIsPositiveIsAsymptomatic() {
    assertThat(DEFINITION.called(Map.of(), POSITIVE)).isEqualTo(ASYMPTOMATIC);
    assertThat(DEFINITION.called(Map.of("vomits", 0), POSITIVE)).isEqualTo(ASYMPTOMATIC);
    assertThat(DEFINITION.called(Map.of("vomits", 1), POSITIVE))
        .as("something is felt, but less than the definition asks for")
        .isNull();
    assertThat(DEFINITION.called(Map.of(), new Else(true, true, false))).isNull();
  }

  @Test
  void onlyWhatRecordsDontSayIsAsked() {
    assertThat(DEFINITION.asked()).containsExactlyInAnyOrder("loose", "vomits");
    assertThat(DEFINITION.counted()).containsExactlyInAnyOrder("loose", "vomits");
    assertThat(DEFINITION.conditions().keySet())
        .containsExactlyInAnyOrder(SUSPECTED, CLINICAL, CONFIRMED, ASYMPTOMATIC);
  }

  @Test
  void anEditionThatDefinesNothingProposesNothing() {
    CaseDefinition none = CaseDefinition.of(snapshot(Map.of()));
    assertThat(none.called(Map.of("fever", 1), POSITIVE)).isNull();
    assertThat(none.asked()).isEmpty();
  }
}
