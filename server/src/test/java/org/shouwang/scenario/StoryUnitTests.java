package org.shouwang.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.shouwang.scenario.HiddenTruth.Meeting;
import org.shouwang.scenario.HiddenTruth.Patient;

class StoryUnitTests {

  private static final List<String> TEAMS = List.of("甲班", "乙班", "丙班", "丁班");

  @Test
  void theSameRosterInAnyOrderAndWithOtherIdsGivesTheSameTruth() {
    List<Participant> roster = roster(1);
    List<Participant> shuffled = roster(7);
    Collections.shuffle(shuffled, new Random(3));
    assertThat(told(shuffled)).isEqualTo(told(roster)).isNotEmpty();
  }

  @Test
  void threeFallIllOneAfterTheOtherAndTheFirstMeetsBothOthers() {
    HiddenTruth truth = truth(roster(1));
    List<Patient> patients = story(roster(1)).patients();
    assertThat(patients).extracting(Patient::no).containsExactly(1, 2, 3);
    assertThat(patients).extracting(Patient::person).doesNotHaveDuplicates();
    assertThat(patients).allSatisfy(it -> assertThat(it.from()).isBefore(it.until()));
    Map<UUID, List<Meeting>> near = truth.ofCase(1);
    assertThat(near.get(patients.get(1).person())).anyMatch(Meeting::recorded);
    assertThat(near.get(patients.get(2).person())).noneMatch(Meeting::recorded);
  }

  @Test
  void someMeetingsAreRecordedAndSomeAreNot() {
    for (int no = 1; no <= 3; no++) {
      List<Meeting> meetings =
          truth(roster(1)).ofCase(no).values().stream().flatMap(List::stream).toList();
      assertThat(meetings).as("case %d", no).anyMatch(Meeting::recorded);
      assertThat(meetings).as("case %d", no).anyMatch(it -> !it.recorded());
      assertThat(meetings)
          .allSatisfy(it -> assertThat(it.recorded()).isEqualTo(it.why().isEmpty()));
    }
    assertThat(truth(roster(1)).meetings())
        .extracting(Meeting::why)
        .contains("a pass was not scanned");
  }

  @Test
  void meetingsLieWithinTheTimeOfInfectionAndNobodyMeetsThemselves() {
    Map<Integer, Patient> patients =
        story(roster(1)).patients().stream().collect(Collectors.toMap(Patient::no, it -> it));
    assertThat(truth(roster(1)).meetings())
        .isNotEmpty()
        .allSatisfy(it -> {
          Patient patient = patients.get(it.no());
          assertThat(it.person()).isNotEqualTo(it.of());
          assertThat(it.until()).isAfter(patient.from());
          assertThat(it.from()).isBefore(patient.until());
        });
  }

  @Test
  void whoeverWasTurnedAwayAtTheGateWasNotNear() {
    List<Participant> roster = roster(1);
    Story story = story(roster);
    UUID second = story.patients().get(1).person();
    Set<UUID> passes =
        java.time.LocalDate.of(2022, 3, 9)
            .datesUntil(java.time.LocalDate.of(2022, 3, 13))
            .flatMap(day -> DaysPlan.of(roster, day, DemoFiles.SEED).stream())
            .filter(it -> second.equals(it.person()) && !it.outward())
            .map(PlannedFact::id)
            .collect(Collectors.toSet());
    assertThat(passes).isNotEmpty();
    assertThat(story.truth(Set.of()).ofCase(1)).containsKey(second);
    assertThat(story.truth(passes).ofCase(1)).doesNotContainKey(second);
  }

  @Test
  void aboutOneInTwentyFivePassesIsNotHandedInAndNoExitIsLost() {
    List<Participant> roster = roster(1);
    Story story = story(roster);
    List<PlannedFact> entries =
        DaysPlan.of(roster, java.time.LocalDate.of(2022, 3, 15), DemoFiles.SEED).stream()
            .filter(it -> it.place() != null && it.place().matches("(BUS|PG).*"))
            .toList();
    List<PlannedFact> lost = entries.stream().filter(it -> !story.isHandedIn(it)).toList();
    assertThat(lost).noneMatch(PlannedFact::outward);
    long in = entries.stream().filter(it -> !it.outward()).count();
    assertThat((double) lost.size() / in).isBetween(0.02, 0.06);
  }

  @Test
  void aRosterTooSmallHasNoStory() {
    List<Participant> few = roster(1).stream().limit(3).toList();
    assertThat(Story.of(few, it -> List.of()).patients()).isEmpty();
    assertThat(Story.of(few, it -> List.of()).truth(Set.of()).meetings()).isEmpty();
  }

  private static Story story(List<Participant> roster) {
    return Story.of(roster, households(roster));
  }

  private static HiddenTruth truth(List<Participant> roster) {
    return story(roster).truth(Set.of());
  }

  /** The truth with names instead of ids. */
  private static List<String> told(List<Participant> roster) {
    Map<UUID, String> keys =
        roster.stream().collect(Collectors.toMap(Participant::id, Participant::key));
    return truth(roster).meetings().stream()
        .map(it ->
            it.no() + keys.get(it.of()) + keys.get(it.person()) + it.kind() + it.from() + it.why())
        .sorted()
        .toList();
  }

  /** Four residents in a row of the same village live together. */
  private static Function<UUID, List<UUID>> households(List<Participant> roster) {
    List<Participant> residents =
        roster.stream()
            .filter(it -> it.kind().equals("resident"))
            .sorted(java.util.Comparator.comparing(Participant::key))
            .toList();
    return person -> {
      for (int i = 0; i < residents.size(); i++) {
        if (residents.get(i).id().equals(person)) {
          int first = i / 4 * 4;
          return residents.subList(first, Math.min(first + 4, residents.size())).stream()
              .map(Participant::id)
              .filter(it -> !it.equals(person))
              .toList();
        }
      }
      return List.of();
    };
  }

  private static List<Participant> roster(long ids) {
    List<Participant> roster = new ArrayList<>();
    for (int i = 0; i < 420; i++) {
      add(roster, "employee", i, ids, "新区/石化集团/化学工程公司/生产部/" + TEAMS.get(i % 4));
    }
    for (int i = 0; i < 100; i++) {
      add(roster, "builder", i, ids, "新区/石化集团/二期乙烯项目部");
      add(roster, "enterprise_worker", i, ids, "新区/园区新材料001企业");
    }
    for (int i = 0; i < 400; i++) {
      add(roster, "resident", i, ids, "新区/" + DemoFiles.VILLAGES.get(i / 80));
    }
    return roster;
  }

  private static void add(List<Participant> roster, String kind, int i, long ids, String path) {
    roster.add(
        new Participant(
            new UUID(ids * 31 + kind.hashCode(), i),
            kind,
            kind.equals("builder") ? "contractor" : "shift_worker",
            path,
            "%s|%s|%05d".formatted(kind, path, i)));
  }
}
