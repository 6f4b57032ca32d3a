package org.shouwang.linelists;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileDaysUnitTests {

  private static @Nullable LocalDate day(String text, DayOrder order) {
    FileDays.Moment moment = FileDays.read(text, order).moment();
    return moment == null ? null : moment.day();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2022-03-08",
        "2022/3/8",
        "2022.03.08",
        "2022年3月8日",
        "20220308",
        "44628",
        "2022-03-08T00:00:00.000Z",
        "2022-03-08T00:00:00+00:00",
        "'2022-03-08",
        "08.03.2022",
        "8.3.2022"
      })
  void aDayIsReadHoweverItIsWritten(String text) {
    assertThat(day(text, DayOrder.AUTO)).isEqualTo(LocalDate.of(2022, 3, 8));
    assertThat(Objects.requireNonNull(FileDays.read(text, DayOrder.AUTO).moment()).at()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "2022-03-08T09:30:00+08:00, 2022-03-08T01:30:00Z",
    "2022-03-08T01:30:00Z, 2022-03-08T01:30:00Z",
    "2022-03-08 09:30, 2022-03-08T01:30:00Z",
    "2022年3月8日 9时30分, 2022-03-08T01:30:00Z",
    "44628.395833333336, 2022-03-08T01:30:00Z"
  })
  void aTimeIsOfTheParkUnlessItSaysOtherwise(String text, Instant expected) {
    assertThat(Objects.requireNonNull(FileDays.read(text, DayOrder.AUTO).moment()).at())
        .isEqualTo(expected);
  }

  @Test
  void americanTimesHaveHalvesOfTheDay() {
    FileDays.Moment moment =
        Objects.requireNonNull(FileDays.read("3/8/2022 1:30 PM", DayOrder.MONTH_FIRST).moment());
    assertThat(moment.at()).isEqualTo(Instant.parse("2022-03-08T05:30:00Z"));
    assertThat(day("3/8/2022 12:05 AM", DayOrder.MONTH_FIRST)).isEqualTo(LocalDate.of(2022, 3, 8));
  }

  @Test
  void whatCanBeTwoDaysIsNone() {
    assertThat(FileDays.read("03/08/2022", DayOrder.AUTO).problem())
        .isEqualTo("linelists.date_ambiguous");
    assertThat(day("03/08/2022", DayOrder.DAY_FIRST)).isEqualTo(LocalDate.of(2022, 8, 3));
    assertThat(day("03/08/2022", DayOrder.MONTH_FIRST)).isEqualTo(LocalDate.of(2022, 3, 8));
    assertThat(day("05/05/2022", DayOrder.AUTO)).isEqualTo(LocalDate.of(2022, 5, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "昨天",
        "2022-02-30",
        "2022-13-01",
        "8/3/22",
        "31/31/2022",
        "2022-03-08 25:00",
        "99999999",
        "2022-03-08 noon",
        "13:45"
      })
  void whatIsNoDayIsSaid(String text) {
    assertThat(FileDays.read(text, DayOrder.DAY_FIRST).problem()).isEqualTo("linelists.date_wrong");
  }

  @Test
  void valuesTellTheOrderOfTheirFile() {
    assertThat(FileDays.told("25/02/2022")).isEqualTo(DayOrder.DAY_FIRST);
    assertThat(FileDays.told("2/25/2022")).isEqualTo(DayOrder.MONTH_FIRST);
    assertThat(FileDays.told("03/08/2022")).isEqualTo(DayOrder.AUTO);
    assertThat(FileDays.told("25.02.2022"))
        .as("dots tell nothing of slashes")
        .isEqualTo(DayOrder.AUTO);
    assertThat(FileDays.told("2022-02-25")).isEqualTo(DayOrder.AUTO);
  }
}
