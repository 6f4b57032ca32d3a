package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ResultRowsUnitTests {

  private final ResultRows rows =
      Objects.requireNonNull(ResultRows.headers(List.of("序号", "采样管编号", "检测结果", "报告时间", "检测机构")));

  @Test
  void theWordsOfTheFieldAreUnderstood() throws ResultRows.Unreadable {
    assertThat(rows.read(List.of("1", " lab-0001 ", "阴性(-)", "2022/3/8 21:30", "市疾控")))
        .isEqualTo(
            new ResultRows.Read(
                "LAB-0001",
                ResultStep.SCREENING,
                ResultValue.NEGATIVE,
                Instant.parse("2022-03-08T13:30:00Z"),
                "市疾控"));
    // half past nine in the evening of that day, as Excel counts days
    assertThat(rows.read(List.of("1", "LAB-0001", "可疑", "44628.8958333333", "")).reportedAt())
        .isEqualTo(Instant.parse("2022-03-08T13:30:00Z"));
  }

  @Test
  void aTitleIsNoHeader() {
    assertThat(ResultRows.headers(List.of("检测结果汇总表", "", ""))).isNull();
    assertThat(ResultRows.headers(List.of("锟斤拷", "缁撴灉", "x"))).isNull();
  }

  @Test
  void whatIsWrongIsNamed() {
    wrong(List.of("1", "", "阴性", "2022-03-08 21:30", ""), "sampling.row_tube_missing");
    wrong(List.of("1", "QC0000000001", "阴性", "2022-03-08 21:30", ""), "sampling.row_tube_wrong");
    wrong(List.of("1", "LAB-0001", "阴阳", "2022-03-08 21:30", ""), "sampling.row_result_unknown");
    wrong(List.of("1", "LAB-0001", "阴性", "2022-02-30 21:30", ""), "sampling.row_time_wrong");
    wrong(List.of("1", "LAB-0001", "阴性", "", ""), "sampling.row_time_wrong");
    wrong(List.of("1", "LAB-0001", "阴"), "sampling.row_cut");
  }

  private void wrong(List<String> cells, String code) {
    assertThatThrownBy(() -> rows.read(cells))
        .isInstanceOf(ResultRows.Unreadable.class)
        .hasMessage(code);
  }
}
