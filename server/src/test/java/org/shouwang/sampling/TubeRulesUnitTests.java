package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.shouwang.sampling.TubeRules.Member;
import org.shouwang.sampling.TubeRules.Refusal;
import org.shouwang.sampling.TubeRules.Swab;
import org.shouwang.sampling.TubeRules.Tube;
import tools.jackson.databind.json.JsonMapper;

class TubeRulesUnitTests {

  record Case(String name, Tube tube, Swab swab, @Nullable String expect) {}

  record Golden(List<Case> cases) {}

  @TestFactory
  Stream<DynamicTest> everyGoldenCaseIsAnsweredAsWritten() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(getClass().getResourceAsStream("/golden/tube-rules.json"))) {
      Golden golden = new JsonMapper().readValue(file, Golden.class);
      assertThat(golden.cases()).hasSizeGreaterThanOrEqualTo(40);
      return golden.cases().stream()
          .map(each ->
              DynamicTest.dynamicTest(
                  each.name(),
                  () -> {
                    Refusal refusal = TubeRules.refusal(each.tube(), each.swab());
                    assertThat(refusal == null ? null : refusal.key()).isEqualTo(each.expect());
                  }));
    }
  }

  @Test
  void everyRefusalHasAGoldenCase() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(getClass().getResourceAsStream("/golden/tube-rules.json"))) {
      Golden golden = new JsonMapper().readValue(file, Golden.class);
      assertThat(golden.cases())
          .extracting(Case::expect)
          .contains(Stream.of(Refusal.values()).map(Refusal::key).toArray(String[]::new));
    }
  }

  /** People of any group walk up to a tube; whoever isn't refused goes in. */
  @Property(tries = 300)
  void aTubeFilledByTheRulesIsNeverAboveItsSizeAndNeverPoolsWhoIsSingleOnly(
      @ForAll @IntRange(min = 0, max = 3) int kind,
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 399) Integer> people) {
    int[] pools = {1, 5, 10, 20};
    int size = pools[kind];
    List<Member> members = new java.util.ArrayList<>();
    List<Integer> poolsOf = new java.util.ArrayList<>();
    for (int each : people) {
      int pool = pools[each % 4];
      String person = "p" + each / 4;
      Swab swab = new Swab(person, pool, null, null, "round", null, false, false, false);
      Tube tube = new Tube("LAB-000001", size, false, members);
      if (TubeRules.refusal(tube, swab) == null) {
        members.add(new Member(person, null, null, "round", null, false));
        poolsOf.add(pool);
      } else if (!members.isEmpty() && each % 7 == 0) { // undo the last
        Member last = members.removeLast();
        poolsOf.removeLast();
        members.addFirst(new Member(last.person(), null, null, last.purpose(), null, true));
        poolsOf.addFirst(20);
      }
    }
    Tube filled = new Tube("LAB-000001", size, false, members);
    assertThat(filled.members()).hasSizeLessThanOrEqualTo(size);
    if (size > 1) {
      assertThat(poolsOf).allMatch(pool -> pool >= size);
    }
  }

  @Property
  void anyOneWrongDigitOfOurCodesIsFound(
      @ForAll @IntRange(min = 0, max = 9_999_999) int serial,
      @ForAll @IntRange(min = 2, max = 9) int where,
      @ForAll @IntRange(min = 1, max = 9) int by) {
    String payload = "QC%08d".formatted(serial);
    String code = payload + TubeCode.checkDigit(payload);
    assertThat(TubeCode.valid(code)).isTrue();
    char wrong = (char) ('0' + (code.charAt(where) - '0' + by) % 10);
    assertThat(TubeCode.valid(code.substring(0, where) + wrong + code.substring(where + 1)))
        .isFalse();
  }
}
