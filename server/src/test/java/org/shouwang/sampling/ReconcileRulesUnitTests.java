package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shouwang.sampling.ReconcileRules.Matched;
import org.shouwang.sampling.ReconcileRules.Ours;
import org.shouwang.sampling.ReconcileRules.Theirs;

class ReconcileRulesUnitTests {

  private static final Instant AT = Instant.parse("2022-03-08T00:00:00Z");
  private final UUID one = UUID.randomUUID();
  private final UUID two = UUID.randomUUID();

  @Test
  void theNearestInTimeArePairedAndEachOnlyOnce() {
    Ours near = new Ours(UUID.randomUUID(), one, "T1", AT.plusSeconds(60));
    Ours far = new Ours(UUID.randomUUID(), one, "T2", AT.plusSeconds(600));
    Ours alone = new Ours(UUID.randomUUID(), two, "T3", AT.plusSeconds(7_200));
    Theirs first = new Theirs(2, one, "T1", AT);
    Theirs second = new Theirs(3, one, "T2", AT.plusSeconds(30));
    Theirs late = new Theirs(4, two, "T3", AT);

    Matched matched =
        ReconcileRules.match(
            List.of(first, second, late), List.of(near, far, alone), Duration.ofHours(1));

    assertThat(matched.pairs())
        .extracting(pair -> pair.theirs().row() + ":" + pair.ours().tube())
        .containsExactlyInAnyOrder("3:T1", "2:T2");
    assertThat(matched.theirs()).containsExactly(late);
    assertThat(matched.ours()).containsExactly(alone);
  }
}
