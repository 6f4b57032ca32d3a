package org.shouwang.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.shouwang.capture.Arrived;
import org.shouwang.capture.FactHandler.Rejected;

/** Tubes on a real database: filling, contradictions, custody. */
class TubesIntegrationTests extends SamplingPark {

  @Test
  void aTubeFillsInTheOrderOfTimeWhateverTheOrderOfArrival() {
    String code = code();
    List<UUID> people = people(3);
    swabbed(swab(code, people.get(2), start.plusSeconds(30), ""));
    Swabs.Verdict first = swabbed(swab(code, people.get(0), start.plusSeconds(10), ""));
    swabbed(swab(code, people.get(1), start.plusSeconds(20), ""));

    assertThat(first).isEqualTo(new Swabs.Verdict(code, 1, 10, false, List.of()));
    assertThat(tube(code).fold().live()).extracting(SwabRow::person).isEqualTo(people);
    assertThat(tube(code).state()).isEqualTo("filling");
    assertThat(conflicts(code, "open")).isEmpty();
  }

  @Test
  void anUndoneSwabCountsNeitherInTheTubeNorInTheRoundAlsoWhenTheUndoComesFirst() {
    String code = code();
    Arrived kept = swab(code, person(), start, "");
    Arrived wrong = swab(code, person(), start.plusSeconds(5), "");
    Arrived early = swab(code, person(), start.plusSeconds(9), "");
    take(undo(id(early), start.plusSeconds(10)));
    take(List.of(kept, wrong));
    take(early);
    take(undo(id(wrong), start.plusSeconds(12)));
    take(undo(id(wrong), start.plusSeconds(13)));

    assertThat(tube(code).fold().live()).extracting(SwabRow::id).containsExactly(id(kept));
    assertThat(counted.live).contains(id(kept)).doesNotContain(id(wrong), id(early));
    assertThat(counted.undone.stream().filter(it -> it.swab().equals(id(wrong)))).hasSize(1);
    assertThat(row("select count(*) as n from sampling.swab where tube = ?", code).get("n"))
        .isEqualTo(3L);
  }

  /** Neither commit sees the other's rows: whoever comes second has to wait for the first. */
  @Test
  void anUndoBesideItsSwabIsNotLostWhicheverCommitsFirst() throws Exception {
    for (boolean swabFirst : List.of(true, false)) {
      String code = code();
      Arrived swab = swab(code, person(), start, "");
      Arrived undo = undo(id(swab), start.plusSeconds(5));
      CompletableFuture<?> second =
          Objects.requireNonNull(
              transaction.execute(status -> {
                take(swabFirst ? swab : undo);
                CompletableFuture<?> beside =
                    CompletableFuture.runAsync(() -> take(swabFirst ? undo : swab));
                assertThat(beside)
                    .as("waits for the commit")
                    .isNotCompleted()
                    .failsWithin(Duration.ofMillis(500));
                return beside;
              }));
      second.get(10, TimeUnit.SECONDS);
      assertThat(tube(code).fold().live()).as("swab first: " + swabFirst).isEmpty();
    }
  }

  @Test
  void twoPointsThatUsedTheSameCodeOfflineAreBothKeptAndShownAsAConflict() throws Exception {
    String code = code();
    UUID same = person();
    List<Arrived> here = new ArrayList<>();
    List<Arrived> there = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      here.add(swab(code, person(), point, start.plusSeconds(i), 10, "round", ""));
      there.add(swab(code, person(), otherPoint, start.plusSeconds(i), 10, "round", ""));
    }
    here.add(swab(code, same, point, start.plusSeconds(60), 10, "round", ""));
    there.add(swab(code, same, otherPoint, start.plusSeconds(70), 10, "round", ""));

    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Future<?>> done = new ArrayList<>();
      for (List<Arrived> side : List.of(here, there)) {
        side.forEach(fact -> done.add(both.submit(() -> take(fact))));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }

    assertThat(tube(code).fold().live()).hasSize(12);
    assertThat(conflicts(code, "open"))
        .containsExactly("same_person_in_tube", "tube_full", "two_places");
    assertThat(tube(code).conflicts()).isEqualTo(3);
  }

  @Test
  void aPersonSwabbedInTwoTubesOfARoundIsAConflictThatLapsesWhenOneIsUndone() {
    String one = code();
    String other = code();
    UUID person = person();
    take(swab(one, person, start, ""));
    Arrived second = swab(other, person, otherPoint, start.plusSeconds(60), 10, "round", "");
    take(second);
    assertThat(conflicts(one, "open")).containsExactly("same_person_in_round");

    take(undo(id(second), start.plusSeconds(61)));
    assertThat(conflicts(one, "open")).isEmpty();
    assertThat(conflicts(one, "lapsed")).containsExactly("same_person_in_round");
  }

  @Test
  void aDoubleSwabIsNoConflict() {
    UUID person = person();
    String one = code();
    take(swab(one, person, start, ""));
    take(swab(code(), person, point, start.plusSeconds(60), 10, "double", ""));
    assertThat(conflicts(one, "open")).isEmpty();
  }

  @Test
  void whatContradictsTheRulesIsKeptAndNamed() {
    String code = code();
    UUID alone = person();
    counted.pools.put(alone, 1);
    take(swab(code, person(), start, ""));
    Swabs.Verdict verdict = swabbed(swab(code, alone, start.plusSeconds(5), ""));
    assertThat(verdict.conflicts()).containsExactly("single_only");

    take(seal(code, start.plusSeconds(10), 3));
    Swabs.Verdict late = swabbed(swab(code, person(), start.plusSeconds(20), ""));
    assertThat(late.conflicts()).containsExactly("tube_sealed");
    assertThat(conflicts(code, "open")).containsExactly("seal_count", "single_only", "tube_sealed");

    String wrong = "QC0000000001";
    assertThat(swabbed(swab(wrong, person(), start, "")).conflicts())
        .containsExactly("tube_code_invalid");
  }

  @Test
  void aCountThatDiffersBecauseAPointWasOfflineLapsesWhenItsSwabsCome() {
    String code = code();
    take(swab(code, person(), start, ""));
    take(seal(code, start.plusSeconds(50), 2));
    assertThat(conflicts(code, "open")).containsExactly("seal_count");
    take(swab(code, person(), start.plusSeconds(5), ",\"offline\":true"));
    assertThat(conflicts(code, "open")).isEmpty();
  }

  @Test
  void malformedSwabsAreRefusedByNameAndNothingIsKept() {
    UUID person = person();
    for (String bad :
        List.of(
            "{}",
            "{\"tube\":\"\",\"pool\":10,\"purpose\":\"round\"}",
            "{\"tube\":\"QC1\",\"pool\":7,\"purpose\":\"round\"}",
            "{\"tube\":\"QC1\",\"pool\":\"10\",\"purpose\":\"round\"}",
            "{\"tube\":\"QC1\",\"pool\":10,\"purpose\":\"fun\"}",
            "{\"tube\":\"QC1\",\"pool\":10,\"purpose\":\"round\",\"round\":\"x\"}",
            "{\"tube\":\"QC1\",\"pool\":10,\"purpose\":\"round\",\"guardian\":{\"name\":\"李\"}}",
            "{\"tube\":7,\"pool\":10,\"purpose\":\"round\"}")) {
      assertThat(judge(List.of(fact("sampling.swab", point, person, start, bad))).getFirst())
          .as(bad)
          .isInstanceOf(Rejected.class);
    }
    assertThat(
            judge(
                    List.of(
                        fact(
                            "sampling.swab",
                            UUID.randomUUID(),
                            person,
                            start,
                            "{\"tube\":\"LAB-0001\",\"pool\":10,\"purpose\":\"round\"}")))
                .getFirst())
        .isInstanceOf(Rejected.class);
  }

  @Test
  void theSameFactsInAnyOrderMakeTheSameTubes() {
    Random random = new Random(20220320);
    String expected = null;
    for (int run = 0; run < 5; run++) {
      String code = code();
      List<UUID> people = people(12);
      List<Arrived> facts = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        UUID place = i % 5 == 4 ? otherPoint : point;
        facts.add(swab(code, people.get(i), place, start.plusSeconds(i), 10, "round", ""));
      }
      facts.add(undo(id(facts.get(3)), start.plusSeconds(20)));
      facts.add(seal(code, start.plusSeconds(8), 8));
      facts.add(
          fact(
              "sampling.custody",
              point,
              null,
              start.plusSeconds(100),
              "{\"step\":\"boxed\",\"tubes\":[\"" + code + "\"],\"box\":\"B" + code + "\"}"));
      facts.add(
          fact(
              "sampling.custody",
              point,
              null,
              start.plusSeconds(200),
              "{\"step\":\"received\",\"tubes\":[],\"box\":\"B" + code + "\"}"));
      Collections.shuffle(facts, random);
      facts.forEach(this::take);

      TubeRow row = tube(code);
      List<Integer> positions =
          people.stream()
              .map(person ->
                  row.fold().swabs().stream()
                      .filter(it -> it.person().equals(person))
                      .findFirst()
                      .orElseThrow())
              .map(it -> row.fold().position(it.id()))
              .toList();
      String seen = row.state() + positions + conflicts(code, "open") + row.fold().size();
      expected = expected == null ? seen : expected;
      assertThat(seen).isEqualTo(expected);
    }
    assertThat(expected).startsWith("received");
  }

  @Test
  void aBoxCarriesItsTubesFromHandToHand() {
    String code = code();
    take(swab(code, person(), start, ""));
    take(seal(code, start.plusSeconds(10), 1));
    String box = "BOX" + code;
    take(
        fact(
            "sampling.custody",
            point,
            null,
            start.plusSeconds(20),
            "{\"step\":\"boxed\",\"tubes\":[\"" + code + "\"],\"box\":\"" + box + "\"}"));
    assertThat(tube(code).state()).isEqualTo("boxed");
    take(
        fact(
            "sampling.custody",
            point,
            null,
            start.plusSeconds(30),
            "{\"step\":\"handed_over\",\"box\":\""
                + box
                + "\",\"from\":\"采样点\",\"to\":\"转运员\",\"temperature\":3.5}"));
    assertThat(tube(code).state()).isEqualTo("handed_over");
    assertThat(tube(code).box()).isEqualTo(box);
  }

  @Test
  void membersOfALostTubeAndOfOneThatCameTooLateMustBeSwabbedAgain() {
    UUID lost = person();
    String code = code();
    take(swab(code, lost, start, ""));
    take(custody("lost", code, start.plusSeconds(60)));
    take(custody("lost", code, start.plusSeconds(90)));
    assertThat(tube(code).state()).isEqualTo("spoilt");
    assertThat(reswab(lost)).isEqualTo("open");

    UUID old = person();
    String late = code();
    Instant yesterday = start.minusSeconds(30 * 3_600);
    take(swab(late, old, yesterday, ""));
    take(seal(late, yesterday.plusSeconds(10), 1));
    take(custody("received", late, start));
    assertThat(tube(late).custody().problem()).isEqualTo("over_age");
    assertThat(reswab(old)).isEqualTo("open");
  }

  @Test
  void aRefusalIsKept() {
    UUID person = person();
    take(fact("sampling.refusal", point, person, start, "{\"reason\":\"不愿意\"}"));
    assertThat(row("select reason, unit_id from sampling.refusal where person_id = ?", person))
        .containsEntry("reason", "不愿意")
        .containsEntry("unit_id", unit);
  }
}
