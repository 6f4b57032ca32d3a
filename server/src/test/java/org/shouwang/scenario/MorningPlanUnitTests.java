package org.shouwang.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MorningPlanUnitTests {

  private static List<Participant> roster() {
    List<Participant> roster = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      String kind =
          List.of("employee", "builder", "enterprise_worker", "resident", "outside").get(i % 5);
      String of = kind.equals("builder") ? "contractor" : "shift_worker";
      roster.add(
          new Participant(new UUID(1, i), kind, of, "新区/石化集团/化工热电公司", kind + "%05d".formatted(i)));
    }
    return roster;
  }

  @Test
  void theSameRosterInAnyOrderGivesTheSameMorning() {
    List<Participant> shuffled = roster();
    Collections.shuffle(shuffled, new Random(1));
    assertThat(MorningPlan.of(shuffled, DemoFiles.SEED))
        .isEqualTo(MorningPlan.of(roster(), DemoFiles.SEED));
  }

  @Test
  void everyPassHasItsOwnIdOfItsTime() {
    List<PlannedFact> plan = MorningPlan.of(roster(), DemoFiles.SEED);
    assertThat(plan).extracting(PlannedFact::id).doesNotHaveDuplicates();
    assertThat(plan)
        .allSatisfy(pass -> {
          assertThat(pass.id().version()).isEqualTo(7);
          assertThat(pass.id().getMostSignificantBits() >>> 16).isEqualTo(pass.at().toEpochMilli());
        });
  }

  @Test
  void passesAreDeliveredInOrderAndNeverBeforeTheyHappen() {
    List<PlannedFact> plan = MorningPlan.of(roster(), DemoFiles.SEED);
    assertThat(plan).isSortedAccordingTo(Comparator.comparing(PlannedFact::delivered));
    assertThat(plan).allSatisfy(pass -> assertThat(pass.delivered()).isAfterOrEqualTo(pass.at()));
    assertThat(plan)
        .allSatisfy(pass ->
            assertThat(pass.at()).isAfterOrEqualTo(MorningPlan.BEGIN).isBefore(MorningPlan.END));
  }

  @Test
  void enoughGoesWrongToBeReal() {
    assertThat(
            MorningPlan.of(roster(), DemoFiles.SEED).stream()
                .map(PlannedFact::note)
                .filter(Objects::nonNull))
        .contains(
            "fever",
            "fever again",
            "test too old",
            "yellow code",
            "star on the trip card",
            "no escort",
            "unknown person",
            "visitor with a missing field",
            "code check failed",
            "ambulance",
            "offline");
  }
}
