package org.shouwang.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shouwang.sampling.Sampling.Outcome;
import org.shouwang.sampling.Sampling.OwnSwab;

/** Who needs negatives before going back to work, and how many there are. */
class ReturnRulesUnitTests {

  private static final Instant START = Instant.parse("2022-03-10T00:00:00Z");
  private static final Map<String, Object> RULES =
      Map.of(
          "case.return.food.negatives", 2,
          "case.return.food.hours_apart", 24,
          "case.return.food.words", List.of("厨师", "食堂"),
          "case.return.care.negatives", 3,
          "case.return.care.words", List.of("护士"));

  @Test
  void the_post_says_what_is_asked_and_of_two_groups_the_stricter() {
    assertThat(ReturnRules.of(RULES, "一食堂厨师")).isEqualTo(new ReturnRules.Ask("food", 2, 24));
    assertThat(ReturnRules.of(RULES, "食堂护士")).isEqualTo(new ReturnRules.Ask("care", 3, 0));
    assertThat(ReturnRules.of(RULES, "外操")).isNull();
    assertThat(ReturnRules.of(RULES, null)).isNull();
    assertThat(ReturnRules.of(Map.of("case.return.food.words", List.of("厨师")), "厨师"))
        .as("no number, nothing is asked")
        .isNull();
  }

  /** Samples as {@code 0- 24? 48+}: hours, and negative, open or positive. */
  private static List<OwnSwab> samples(String text) {
    List<OwnSwab> samples = new ArrayList<>();
    for (String each : text.isEmpty() ? new String[0] : text.split(" ")) {
      char result = each.charAt(each.length() - 1);
      Duration at = Duration.ofHours(Integer.parseInt(each.substring(0, each.length() - 1)));
      samples.add(
          new OwnSwab(
              new UUID(0, 1),
              START.plus(at),
              "T",
              result == '-' ? Outcome.NEGATIVE : result == '+' ? Outcome.POSITIVE : Outcome.OPEN,
              "norovirus"));
    }
    return samples;
  }

  @Test
  void negatives_count_in_a_row_from_the_end_and_apart() {
    assertThat(ReturnRules.inARow(samples(""), 24)).isZero();
    assertThat(ReturnRules.inARow(samples("0- 24-"), 24)).isEqualTo(2);
    assertThat(ReturnRules.inARow(samples("0- 23-"), 24)).isEqualTo(1);
    assertThat(ReturnRules.inARow(samples("0- 10- 24-"), 24)).isEqualTo(2);
    assertThat(ReturnRules.inARow(samples("0- 24+ 48-"), 24)).isEqualTo(1);
    assertThat(ReturnRules.inARow(samples("0- 24? 48-"), 24)).isEqualTo(2);
    assertThat(ReturnRules.inARow(samples("0- 24- 48?"), 24)).isEqualTo(2);
    assertThat(ReturnRules.inARow(samples("0- 24- 48+"), 24)).isZero();
  }
}
