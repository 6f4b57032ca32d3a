package org.shouwang.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shouwang.status.EvidenceKind.BY_HAND;
import static org.shouwang.status.EvidenceKind.CONTACT_CLASS;
import static org.shouwang.status.EvidenceKind.MISSED_ROUND;
import static org.shouwang.status.EvidenceKind.OFFICIAL_COLOUR;
import static org.shouwang.status.EvidenceKind.POOL_RESULT;
import static org.shouwang.status.EvidenceKind.RELEASE;
import static org.shouwang.status.EvidenceKind.SYMPTOMS;
import static org.shouwang.status.EvidenceKind.TEST_RESULT;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.shouwang.policy.Rule;
import org.shouwang.policy.ShippedEditions;
import org.shouwang.policy.Snapshot;

/** The status under the editions that are shipped. */
class StatusRulesUnitTests {

  /** 2022-03-10, eight in the morning of the park. */
  private static final Instant TEN = Instant.parse("2022-03-10T00:00:00Z");

  private static final StatusRules RULES =
      new StatusRules(
          new StatusRules.Books() {
            @Override
            public EditionRules at(String disease, Instant at) {
              Snapshot snapshot = ShippedEditions.all().of(disease).inForce(at);
              return new EditionRules(snapshot.id(), snapshot.values(""));
            }

            @Override
            public String principal(Instant at) {
              return ShippedEditions.all().principal(at);
            }
          });
  private static int number;

  private static Evidence given(EvidenceKind kind, Instant at, String... words) {
    Map<String, String> detail = new java.util.HashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      detail.put(words[i], words[i + 1]);
    }
    return new Evidence(new UUID(0x7000, ++number), kind, detail, at, null);
  }

  private static Instant hours(int hours) {
    return TEN.plus(Duration.ofHours(hours));
  }

  private static Evidence negative(Instant at) {
    return given(TEST_RESULT, at, "result", "negative");
  }

  private static List<Span> history(Evidence... evidence) {
    return RULES.history(List.of(evidence));
  }

  private static Level at(Instant at, Evidence... evidence) {
    return Standing.at(at, history(evidence)).level();
  }

  @Test
  void aPositiveTubeHoldsUntilOnesOwnReSwabIsNegative() {
    Evidence tube = given(POOL_RESULT, TEN, "result", "positive", "tube", "QC1");
    assertThat(history(tube))
        .singleElement()
        .satisfies(span -> {
          assertThat(span.level()).isEqualTo(Level.HELD);
          assertThat(span.to()).isNull();
          assertThat(span.labels()).containsExactly("resample");
          Reason reason = span.reasons().getFirst();
          assertThat(reason.evidence()).isEqualTo(tube.id());
          assertThat(reason.rule()).isEqualTo("status.pool_result.positive.level");
          assertThat(reason.edition()).isEqualTo(ShippedEditions.inForce(TEN).id());
          assertThat(reason.ends().negatives()).isOne();
        });
    assertThat(history(tube, negative(hours(5))))
        .singleElement()
        .extracting(Span::to)
        .isEqualTo(hours(5));
  }

  @Test
  void aNegativeThatWasSampledBeforeTheTubeFreesNobodyHoweverLateItsResultComes() {
    Evidence tube = given(POOL_RESULT, TEN, "result", "positive", "sampled", hours(-6).toString());
    Evidence before =
        given(TEST_RESULT, hours(3), "result", "negative", "sampled", hours(-7).toString());
    Evidence after =
        given(TEST_RESULT, hours(5), "result", "negative", "sampled", hours(1).toString());
    assertThat(at(hours(4), tube, before)).isEqualTo(Level.HELD);
    assertThat(at(hours(6), tube, before, after)).isEqualTo(Level.FREE);
    assertThat(at(hours(4), tube, before, after)).isEqualTo(Level.HELD);
  }

  @Test
  void anotherPooledNegativeDoesNotFreeAMemberOfAPositiveTube() {
    Evidence tube = given(POOL_RESULT, TEN, "result", "grey");
    Evidence pooled = given(TEST_RESULT, hours(5), "result", "negative", "size", "10");
    assertThat(at(hours(6), tube, pooled)).isEqualTo(Level.HELD);
  }

  @Test
  void anOwnPositiveBarsAndOutweighsTheTube() {
    Evidence tube = given(POOL_RESULT, TEN, "result", "positive");
    Evidence own = given(TEST_RESULT, hours(6), "result", "positive");
    Standing standing = Standing.at(hours(7), history(tube, own));
    assertThat(standing.level()).isEqualTo(Level.BARRED);
    assertThat(standing.labels()).containsExactly("medical_management", "resample");
    assertThat(standing.since()).isEqualTo(hours(6));
    assertThat(at(hours(50), tube, own, given(RELEASE, hours(40)))).isEqualTo(Level.FREE);
  }

  @Test
  void aCloseContactIsBarredForTheTermOfTheEditionFromTheLastExposureThenMonitored() {
    Evidence contact =
        given(CONTACT_CLASS, TEN, "class", "close", "lastExposure", "2022-03-08T02:00:00Z");
    List<Span> history = history(contact);
    assertThat(history).extracting(Span::level).containsExactly(Level.BARRED, Level.TEST_FIRST);
    // 8th edition: day one is the day after the 8th of March, so 14 days end with the 22nd
    assertThat(history.getFirst().to()).isEqualTo(Instant.parse("2022-03-22T16:00:00Z"));
    assertThat(history.getLast().to()).isEqualTo(Instant.parse("2022-03-29T16:00:00Z"));
    assertThat(history.getFirst().labels()).containsExactly("quarantine");
  }

  @Test
  void evidenceIsJudgedByTheEditionOfItsTime() {
    Instant july = Instant.parse("2022-07-10T00:00:00Z");
    Evidence contact = given(CONTACT_CLASS, july, "class", "close");
    assertThat(history(contact).getFirst().to()).isEqualTo(Instant.parse("2022-07-17T16:00:00Z"));
    Instant today = Instant.parse("2023-03-10T00:00:00Z");
    Evidence later = given(CONTACT_CLASS, today, "class", "close");
    assertThat(history(later)).isEmpty();
    assertThat(RULES.hasRule(later)).isFalse();
    Instant december = Instant.parse("2022-11-20T00:00:00Z");
    assertThat(history(given(CONTACT_CLASS, december, "class", "secondary"))).isEmpty();
  }

  @Test
  void aLaterClassTakesThePlaceOfTheEarlier() {
    Evidence secondary = given(CONTACT_CLASS, TEN, "class", "secondary");
    Evidence close = given(CONTACT_CLASS, hours(24), "class", "close");
    List<Span> history = history(secondary, close);
    assertThat(history.getFirst().to()).isEqualTo(hours(24));
    assertThat(history.get(1).reasons())
        .singleElement()
        .extracting(Reason::variant)
        .isEqualTo("close");
  }

  @Test
  void aYellowCodeOfAKeyVenueNeedsTwoNegativesInThreeDays() {
    Evidence yellow = given(OFFICIAL_COLOUR, TEN, "colour", "yellow", "label", "venue");
    assertThat(at(hours(1), yellow)).isEqualTo(Level.TEST_FIRST);
    assertThat(at(hours(60), yellow, negative(hours(5)))).isEqualTo(Level.TEST_FIRST);
    assertThat(at(hours(60), yellow, negative(hours(5)), negative(hours(50))))
        .isEqualTo(Level.FREE);
    assertThat(at(hours(100), yellow, negative(hours(5)), negative(hours(90))))
        .as("85 hours apart")
        .isEqualTo(Level.TEST_FIRST);
  }

  @Test
  void aCompanionIsFreeByOneNegativeOfTheLast48HoursOrLater() {
    Evidence yellow = given(OFFICIAL_COLOUR, TEN, "colour", "yellow", "label", "companion");
    assertThat(history(yellow, negative(hours(-47)))).isEmpty();
    assertThat(at(hours(1), yellow, negative(hours(-49)))).isEqualTo(Level.TEST_FIRST);
    assertThat(at(hours(10), yellow, negative(hours(9)))).isEqualTo(Level.FREE);
  }

  @Test
  void theNextColourSeenEndsTheOneBeforeAndRedBars() {
    Evidence red = given(OFFICIAL_COLOUR, TEN, "colour", "red");
    Evidence green = given(OFFICIAL_COLOUR, hours(30), "colour", "green");
    assertThat(at(hours(1), red, green)).isEqualTo(Level.BARRED);
    assertThat(at(hours(31), red, green)).isEqualTo(Level.FREE);
  }

  @Test
  void missedRoundAndSymptomsEndWithANegativeTest() {
    Evidence missed = given(MISSED_ROUND, TEN, "round", "r1");
    Evidence fever = given(SYMPTOMS, TEN, "symptom", "fever");
    assertThat(at(hours(1), missed)).isEqualTo(Level.TEST_FIRST);
    assertThat(at(hours(1), missed, fever)).isEqualTo(Level.HELD);
    assertThat(at(hours(9), missed, fever, negative(hours(8)))).isEqualTo(Level.FREE);
  }

  @Test
  void byHandNeedsAReasonOfTheListAndEndsByItself() {
    Instant until = hours(48);
    Map<String, String> detail = Map.of("reason", "travel_pending", "level", "held");
    Evidence byHand = new Evidence(UUID.randomUUID(), BY_HAND, detail, TEN, until);
    assertThat(history(byHand))
        .singleElement()
        .satisfies(span -> {
          assertThat(span.level()).isEqualTo(Level.HELD);
          assertThat(span.to()).isEqualTo(until);
        });
    Map<String, String> other = Map.of("reason", "made_trouble", "level", "barred");
    assertThat(history(new Evidence(UUID.randomUUID(), BY_HAND, other, TEN, until))).isEmpty();
  }

  @Test
  void whatNoRuleKnowsLeadsToNothing() {
    assertThat(history(given(OFFICIAL_COLOUR, TEN, "colour", "purple"))).isEmpty();
    assertThat(history(given(POOL_RESULT, TEN, "result", "invalid"))).isEmpty();
    assertThat(history(given(CONTACT_CLASS, TEN, "class", "'; drop table"))).isEmpty();
  }

  @Test
  void sinceAndUntilAreThoseOfTheLevelAndNextChangeIsAny() {
    Evidence fever = given(SYMPTOMS, TEN, "symptom", "fever");
    Evidence tube = given(POOL_RESULT, hours(2), "result", "positive");
    Standing early = Standing.at(hours(1), history(fever, tube, negative(hours(9))));
    assertThat(early.since()).isEqualTo(TEN);
    assertThat(early.nextChange()).isEqualTo(hours(2));
    assertThat(early.until()).isEqualTo(hours(9));
    Standing before = Standing.at(hours(-1), history(fever));
    assertThat(before.level()).isEqualTo(Level.FREE);
    assertThat(before.nextChange()).isEqualTo(TEN);
  }

  // ── for any evidence ──────────────────────────────────────────────────────────────────────────

  @Provide
  Arbitrary<List<Evidence>> anyEvidence() {
    Arbitrary<Map<String, String>> detail =
        Arbitraries.maps(
                Arbitraries.of("colour", "result", "class", "level", "reason", "label", "symptom"),
                Arbitraries.of(
                    "yellow",
                    "red",
                    "green",
                    "positive",
                    "negative",
                    "grey",
                    "close",
                    "secondary",
                    "general",
                    "high",
                    "medium",
                    "held",
                    "barred",
                    "travel_pending",
                    "venue",
                    "companion",
                    "fever",
                    "nonsense"))
            .ofMaxSize(4);
    Arbitrary<Evidence> one =
        Combinators.combine(
                Arbitraries.longs().between(1, 40),
                Arbitraries.of(EvidenceKind.values()),
                detail,
                Arbitraries.integers().between(0, 24 * 330),
                Arbitraries.integers().between(0, 300))
            .as((id, kind, words, hour, lasts) ->
                new Evidence(
                    // the id says all: the same id is always the same item
                    new UUID(id * 31 + kind.ordinal(), hour * 1_000L + words.hashCode() % 1_000),
                    kind,
                    words,
                    hours(hour - 24 * 5),
                    lasts % 3 == 0 ? hours(hour - 24 * 5 + 1 + lasts) : null));
    return one.list().ofMaxSize(14).map(StatusRulesUnitTests::oneOfEachId);
  }

  private static List<Evidence> oneOfEachId(List<Evidence> some) {
    Map<UUID, Evidence> byId = new java.util.LinkedHashMap<>();
    some.forEach(it -> byId.putIfAbsent(it.id(), it));
    return List.copyOf(byId.values());
  }

  @Property(tries = 400)
  void anyOrderAndAnyRepetitionGiveTheSameHistory(
      @ForAll("anyEvidence") List<Evidence> evidence, @ForAll long seed) {
    List<Evidence> other = new ArrayList<>(evidence);
    Random random = new Random(seed);
    evidence.stream().filter(it -> random.nextBoolean()).forEach(other::add);
    Collections.shuffle(other, random);
    assertThat(RULES.history(other)).isEqualTo(RULES.history(evidence));
  }

  @Property(tries = 400)
  void noRestrictionWithoutEvidenceAndRuleAndNeverTwoAtOnce(
      @ForAll("anyEvidence") List<Evidence> evidence) {
    Map<UUID, Evidence> known = new java.util.HashMap<>();
    evidence.forEach(it -> known.put(it.id(), it));
    Span last = null;
    for (Span span : RULES.history(evidence)) {
      assertThat(span.level()).isNotEqualTo(Level.FREE);
      assertThat(span.reasons()).isNotEmpty();
      for (Reason reason : span.reasons()) {
        Evidence source = known.get(reason.evidence());
        assertThat(source).isNotNull();
        Rule rule = ShippedEditions.inForce(source.at()).rules().get(reason.rule());
        assertThat(rule).as(reason.rule()).isNotNull();
        assertThat(reason.edition()).isEqualTo(ShippedEditions.inForce(source.at()).id());
        assertThat(reason.level()).isLessThanOrEqualTo(span.level());
        assertThat(span.from()).isAfterOrEqualTo(reason.from());
      }
      assertThat(span.reasons().getFirst().level()).isEqualTo(span.level());
      if (span.to() != null) {
        assertThat(span.to()).isAfter(span.from());
      }
      if (last != null) {
        assertThat(last.to()).isNotNull().isBeforeOrEqualTo(span.from());
      }
      last = span;
    }
  }

  @Property(tries = 200)
  void withoutWhatItRestedOnARestrictionIsGone(@ForAll("anyEvidence") List<Evidence> evidence) {
    for (Evidence taken : evidence) {
      List<Evidence> rest = evidence.stream().filter(it -> !it.equals(taken)).toList();
      assertThat(RULES.history(rest))
          .allSatisfy(
              span -> assertThat(span.reasons()).noneMatch(it -> it.evidence().equals(taken.id())));
    }
  }

  @Test
  void aTestOrReleaseOfOneDiseaseEndsNothingThatStandsBecauseOfAnother() {
    Evidence covid = given(POOL_RESULT, TEN, "result", "positive", "tube", "QC1");
    Evidence noro = given(TEST_RESULT, TEN, "result", "positive", "disease", "norovirus");
    Evidence noroNegative =
        given(TEST_RESULT, hours(5), "result", "negative", "disease", "norovirus");
    assertThat(at(hours(6), covid, noroNegative)).isEqualTo(Level.HELD);
    assertThat(at(hours(6), covid, negative(hours(5)))).isEqualTo(Level.FREE);
    Evidence released = given(RELEASE, hours(5));
    assertThat(at(hours(6), noro, released)).as("of the principal one").isEqualTo(Level.BARRED);
    Evidence noroReleased = given(RELEASE, hours(5), "disease", "norovirus");
    assertThat(at(hours(6), noro, noroReleased)).isEqualTo(Level.FREE);
    assertThat(at(hours(6), noro, covid, noroReleased)).isEqualTo(Level.HELD);
  }

  @Test
  void theSameWordFollowsTheEditionOfItsDisease() {
    Evidence covid = given(CONTACT_CLASS, TEN, "class", "close");
    Evidence noro = given(CONTACT_CLASS, TEN, "class", "close", "disease", "norovirus");
    assertThat(at(hours(1), covid)).isNotEqualTo(at(hours(1), noro));
    assertThat(at(hours(1), noro)).isEqualTo(Level.TEST_FIRST);
    assertThat(at(hours(24 * 5), covid)).as("a term of two weeks").isNotEqualTo(Level.FREE);
    assertThat(at(hours(24 * 5), noro)).as("three days").isEqualTo(Level.FREE);
    assertThat(at(hours(1), covid, noro)).as("the stricter counts").isEqualTo(at(hours(1), covid));
  }

  @Test
  void evidenceThatNamesNoDiseaseIsOfThePrincipalOne() {
    Evidence named = given(CONTACT_CLASS, TEN, "class", "close", "disease", "covid-19");
    Evidence released = given(RELEASE, hours(5));
    assertThat(at(hours(4), named)).isNotEqualTo(Level.FREE);
    assertThat(at(hours(6), named, released)).isEqualTo(Level.FREE);
  }
}
