package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TubeFoldUnitTests {

  private static final Instant START = Instant.parse("2022-03-08T00:00:00Z");
  private static final UUID POINT = new UUID(1, 1);

  private static SwabRow swab(int n, int second, int person, int own) {
    return new SwabRow(
        new UUID(7, n),
        START.plusSeconds(second),
        new UUID(9, person),
        n % 5 == 0 ? new UUID(1, 2) : POINT,
        null,
        null,
        new UUID(2, n % 3),
        "机",
        5,
        own,
        null,
        null,
        n % 7 == 0 ? "double" : "round",
        n % 6 == 0 ? "apart" : null,
        false,
        false,
        false,
        null);
  }

  /** Facts come in any order, some twice; an undo before or after its swab. */
  @Property(tries = 200)
  void orderAndDuplicationOfFactsMakeTheSameTube(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 14) int swabs) {
    Random random = new Random(seed);
    List<SwabRow> facts = new ArrayList<>();
    for (int i = 0; i < swabs; i++) {
      facts.add(swab(i, random.nextInt(8), random.nextInt(10), random.nextInt(3) * 5));
    }
    Set<UUID> undone = Set.of(facts.get(random.nextInt(swabs)).id());
    TubeFold.Seal seal = new TubeFold.Seal(new UUID(3, 1), START.plusSeconds(5), 4, POINT, "机");

    TubeFold expected = new TubeFold("LAB-0001", facts, List.of(seal)).ended(undone);
    for (int run = 0; run < 4; run++) {
      List<SwabRow> order = new ArrayList<>(facts);
      order.add(facts.get(random.nextInt(swabs)));
      Collections.shuffle(order, random);
      int cut = random.nextInt(order.size() + 1);
      TubeFold fold =
          new TubeFold("LAB-0001", List.of(), List.of())
              .with(order.subList(0, cut))
              .ended(undone)
              .with(seal)
              .with(order.subList(cut, order.size()))
              .with(seal)
              .ended(undone);
      assertThat(fold.swabs()).isEqualTo(expected.swabs());
      assertThat(fold.problems()).isEqualTo(expected.problems());
      assertThat(fold.size()).isEqualTo(expected.size());
      for (SwabRow each : facts) {
        assertThat(fold.position(each.id())).isEqualTo(expected.position(each.id()));
      }
    }
  }

  @Property(tries = 200)
  void whatIsAboveItsSizeOrPoolsWhoIsSingleOnlyIsAlwaysNamed(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int swabs) {
    Random random = new Random(seed);
    List<SwabRow> facts = new ArrayList<>();
    for (int i = 0; i < swabs; i++) {
      facts.add(swab(i, i, i, random.nextInt(4) == 0 ? 1 : 10));
    }
    List<String> kinds =
        new TubeFold("LAB-0001", facts, List.of())
            .problems().stream().map(TubeFold.Problem::kind).toList();
    assertThat(kinds.contains("tube_full")).isEqualTo(swabs > 5);
    assertThat(kinds.contains("single_only"))
        .isEqualTo(facts.stream().anyMatch(it -> it.own() == 1));
  }

  @Test
  void aBoxIsFollowedOnlySinceTheTubeWasPutIn() {
    CustodySteps.Step before = step("", "handed_over", 10, "B1");
    CustodySteps.Step boxed = step("LAB-0001", "boxed", 20, "B1");
    CustodySteps.Step after = step("", "received", 30, "B1");
    List<CustodySteps.Step> chain = CustodySteps.chain(List.of(boxed), List.of(after, before));
    assertThat(chain).containsExactly(boxed, after);
    TubeRow.Custody custody = CustodySteps.custody(chain, START, java.time.Duration.ofHours(24));
    assertThat(custody.step()).isEqualTo("received");
    assertThat(custody.problem()).isNull();
    assertThat(
            CustodySteps.custody(chain, START.minusSeconds(90_000), java.time.Duration.ofHours(24))
                .problem())
        .isEqualTo("over_age");
  }

  private static CustodySteps.Step step(String tube, String step, int second, String box) {
    return new CustodySteps.Step(
        tube,
        START.plusSeconds(second),
        new UUID(4, second),
        step,
        box,
        null,
        null,
        null,
        null,
        null,
        "机");
  }
}
