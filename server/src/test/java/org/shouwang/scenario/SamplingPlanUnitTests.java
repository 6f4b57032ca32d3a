package org.shouwang.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SamplingPlanUnitTests {

  private static final LocalDate LAST = LocalDate.of(2022, 3, 20);

  @Test
  void asManyPersonTimesAsTheRequirementTellsAndTheSameInEveryRun() {
    List<Participant> roster = roster();
    long times = 0;
    Set<String> codes = new HashSet<>();
    for (LocalDate day = DaysPlan.FIRST.plusDays(1); !day.isAfter(LAST); day = day.plusDays(1)) {
      SamplingPlan.Day plan = SamplingPlan.of(roster, day, round(day));
      times += swabs(plan);
      plan.tubes().forEach(tube -> assertThat(codes.add(tube.code())).as(tube.code()).isTrue());
      assertThat(SamplingPlan.of(roster, day, round(day)).facts()).isEqualTo(plan.facts());
    }
    assertThat(times).isBetween(70_000L, 72_000L);
  }

  @Test
  void noTubeHoldsMoreThanItsSizeNobodyIsInTwoAndAboutOneInSeventyMisses() {
    List<Participant> roster = roster();
    LocalDate day = SamplingPlan.ROUNDS.get(1);
    SamplingPlan.Day plan = SamplingPlan.of(roster, day, round(day));
    Set<UUID> persons = new HashSet<>();
    for (SamplingPlan.Tube tube : plan.tubes()) {
      assertThat(tube.persons().size()).isBetween(1, 10);
      tube.persons().forEach(person -> assertThat(persons.add(person)).isTrue());
    }
    assertThat((double) persons.size() / roster.size()).isBetween(0.982, 0.988);
    assertThat(plan.tubes().stream().filter(SamplingPlan.Tube::positive)).hasSize(1);
    assertThat(plan.facts().stream().filter(it -> it.delivered().isAfter(it.at())))
        .as("swabs of the point without network")
        .isNotEmpty();
  }

  private static UUID round(LocalDate day) {
    return SamplingPlan.ROUNDS.contains(day) ? new UUID(1, day.toEpochDay()) : null;
  }

  private static long swabs(SamplingPlan.Day plan) {
    return plan.facts().stream().filter(it -> it.type().equals("sampling.swab")).count();
  }

  /** As many of each kind as the scenario has. */
  private static List<Participant> roster() {
    List<Participant> roster = new ArrayList<>();
    add(roster, "employee", 1_200, "石化集团/化学工程公司/");
    add(roster, "builder", 600, "石化集团/二期乙烯项目部/");
    add(roster, "enterprise_worker", 5_200, "入园企业");
    add(roster, "resident", 9_400, "");
    for (String helpers : DemoFiles.OUTSIDE) {
      add(roster, "outside", 40, helpers);
    }
    return roster;
  }

  private static void add(List<Participant> roster, String kind, int count, String path) {
    for (int i = 0; i < count; i++) {
      String unit = kind.equals("resident") ? DemoFiles.VILLAGES.get(i % 5) : path + i % 20;
      roster.add(
          new Participant(
              new UUID((kind + path).hashCode(), i),
              kind,
              "ordinary",
              unit,
              kind + "|" + unit + "|" + i));
    }
  }
}
