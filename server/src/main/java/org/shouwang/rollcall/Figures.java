package org.shouwang.rollcall;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a unit's daily report: its own people, not those of the units below it.
 *
 * @param expected 应到
 * @param onDuty 在岗: passed a gate, checked in, was seen or reported
 * @param livingIn 驻厂
 * @param away 外出
 * @param leave 请假
 * @param isolated 隔离
 * @param missing 未清点: nothing shows where they are
 * @param fever 体温异常: readings of 37.3 °C or more, as the unit knows them
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Figures(
    int expected,
    int onDuty,
    int livingIn,
    int away,
    int leave,
    int isolated,
    int missing,
    int fever) {

  private static final int MOST = 1_000_000;

  /** Whether they can be meant: none negative, and the parts make the whole. */
  boolean addUp() {
    return expected == onDuty + livingIn + away + leave + isolated + missing
        && IntStream.of(expected, onDuty, livingIn, away, leave, isolated, missing, fever)
            .allMatch(figure -> figure >= 0 && figure <= MOST);
  }

  /**
   * Somebody on the list, as far as figures go.
   *
   * @param how how they are accounted for; null: they are missing
   * @param livesIn expected because they live in the plant
   */
  record Stand(@Nullable How how, boolean livesIn) {}

  static Figures of(Collection<Stand> stands) {
    int[] counts = new int[Part.values().length];
    stands.forEach(stand -> counts[part(stand).ordinal()]++);
    return new Figures(
        stands.size(),
        counts[Part.ON_DUTY.ordinal()],
        counts[Part.LIVING_IN.ordinal()],
        counts[Part.AWAY.ordinal()],
        counts[Part.LEAVE.ordinal()],
        counts[Part.ISOLATED.ordinal()],
        counts[Part.MISSING.ordinal()],
        0);
  }

  private enum Part {
    ON_DUTY,
    LIVING_IN,
    AWAY,
    LEAVE,
    ISOLATED,
    MISSING
  }

  private static Part part(Stand stand) {
    if (stand.how() == null) {
      return Part.MISSING;
    }
    return switch (stand.how()) {
      case PASS, CHECK_IN, SEEN, OWN_REPORT -> stand.livesIn() ? Part.LIVING_IN : Part.ON_DUTY;
      case LIVING_IN -> Part.LIVING_IN;
      case AWAY -> Part.AWAY;
      case LEAVE -> Part.LEAVE;
      case ISOLATED -> Part.ISOLATED;
    };
  }
}
