package org.shouwang.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shouwang.isolation.IsolationPlan.Contact;
import org.shouwang.isolation.IsolationPlan.Era;
import org.shouwang.isolation.ReleaseRules.Release;
import org.shouwang.isolation.ReleaseRules.Result;
import org.shouwang.isolation.ReleaseRules.Source;
import org.shouwang.isolation.ReleaseRules.Swab;
import org.shouwang.policy.ShippedEditions;

/** Terms and releases of the shipped editions against cases computed by hand. */
class ReleaseRulesUnitTests {

  /** A line of the table. */
  record Case(
      String name,
      List<Era> eras,
      Contact contact,
      String stays,
      String tests,
      List<Swab> swabs,
      Source source,
      LocalDate today,
      String release,
      String reasons) {

    static Case of(String line) {
      String[] cells =
          Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
      LocalDate isolated = LocalDate.parse(cells[4]);
      ContactClass kind = ContactClass.valueOf(cells[2].toUpperCase(java.util.Locale.ROOT));
      return new Case(
          cells[0],
          eras(cells[1], kind),
          new Contact(kind, LocalDate.parse(cells[3]), isolated),
          cells[5],
          cells[6],
          words(cells[7]).map(word -> swab(word, isolated.getYear())).toList(),
          new Source(words(cells[8]).map(Case::result).toList()),
          LocalDate.parse(cells[9]),
          cells[10],
          cells[11]);
    }

    /** {@code 2022-06-20 > 2022-06-28}: the rules of a day, and of the days of switches. */
    private static List<Era> eras(String cell, ContactClass kind) {
      return Arrays.stream(cell.split(" > "))
          .map(word -> word.split("="))
          .map(days ->
              new Era(
                  LocalDate.parse(days[0]),
                  IsolationTerms.of(
                      kind,
                      ShippedEditions.inForce(Instant.parse(days[days.length - 1] + "T04:00:00Z"))
                          .values(IsolationTerms.PREFIX))))
          .toList();
    }

    private static Stream<String> words(String cell) {
      return cell.isEmpty() ? Stream.empty() : Arrays.stream(cell.split(" +"));
    }

    private static Swab swab(String word, int year) {
      String[] parts = word.split(":");
      return new Swab(
          MonthDay.parse("--" + parts[0]).atYear(year),
          result(parts[1].substring(0, 1)),
          parts[1].length() == 2);
    }

    private static Result result(String letter) {
      return switch (letter) {
        case "n" -> Result.NEGATIVE;
        case "p" -> Result.POSITIVE;
        default -> Result.OPEN;
      };
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() throws IOException {
    try (InputStream in =
        ReleaseRulesUnitTests.class.getResourceAsStream("/isolation/release-cases.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Case::of)
          .toList();
    }
  }

  private static String day(LocalDate date) {
    return date.toString().substring(5);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theStaysAndTestsOfAContactAreThoseComputedByHand(Case each) {
    IsolationPlan plan = IsolationPlan.of(each.contact(), each.eras());
    assertThat(
            plan.stays().stream()
                .map(stay ->
                    stay.kind().name().charAt(0)
                        + " "
                        + day(stay.first())
                        + ".."
                        + day(stay.last()))
                .collect(Collectors.joining(", ")))
        .isEqualTo(each.stays());
    assertThat(
            plan.tests().stream()
                .map(test ->
                    (test.during().isolates() ? "" : "m")
                        + day(test.on())
                        + (test.beforeRelease() ? "*" : "")
                        + (test.twice() ? "2" : ""))
                .collect(Collectors.joining(" ")))
        .isEqualTo(each.tests());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theReleaseAndItsReasonsAreThoseComputedByHand(Case each) {
    Release release =
        ReleaseRules.evaluate(
            IsolationPlan.of(each.contact(), each.eras()),
            each.eras().getLast().terms(),
            each.swabs(),
            each.source(),
            each.today());
    assertThat(release.on() == null ? "" : release.on().toString()).isEqualTo(each.release());
    assertThat(
            release.reasons().stream()
                .map(reason -> reason.cause() + (reason.on() == null ? "" : " " + day(reason.on())))
                .collect(Collectors.joining(", ")))
        .isEqualTo(each.reasons());
  }

  @Test
  void theTableIsLargeAndHasEveryEditionAndCause() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(60);
    String all = cases().stream().map(Case::reasons).collect(Collectors.joining(" "));
    for (ReleaseRules.Cause cause : ReleaseRules.Cause.values()) {
      assertThat(all).contains(cause.name());
    }
  }

  @Test
  void whereDayOneIsTheDayOfTheExposureTheTermEndsADayEarlier() {
    Map<String, Object> values =
        new HashMap<>(
            ShippedEditions.inForce(Instant.parse("2022-03-10T04:00:00Z"))
                .values(IsolationTerms.PREFIX));
    Contact contact =
        new Contact(
            ContactClass.CLOSE, LocalDate.parse("2022-03-06"), LocalDate.parse("2022-03-07"));
    values.put("contact.day_one", "exposure_date");
    assertThat(IsolationPlan.of(contact, IsolationTerms.of(ContactClass.CLOSE, values)).lastDay())
        .isEqualTo("2022-03-19");
  }
}
