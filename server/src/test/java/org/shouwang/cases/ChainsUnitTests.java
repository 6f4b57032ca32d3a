package org.shouwang.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.shouwang.cases.ChainClusters.Bundle;
import org.shouwang.cases.ChainClusters.By;
import org.shouwang.cases.ChainClusters.Cluster;
import org.shouwang.cases.Chains.Chain;
import org.shouwang.cases.Chains.Contact;
import org.shouwang.cases.Chains.Direction;
import org.shouwang.cases.Chains.Infected;
import org.shouwang.cases.Chains.Link;
import org.shouwang.cases.Chains.Person;

class ChainsUnitTests {

  private static final LocalDate DAY = LocalDate.of(2022, 3, 10);
  private static final UUID CANTEEN = id("place", 1);

  // ── chains ─────────────────────────────────────────────────────────────────────────────────────

  @Test
  void aContactWhoBecameACaseLinksTwoCasesAndASharedContactLinksNone() {
    Infected a = infected(1, DAY, null);
    Infected b = infected(2, DAY.plusDays(2), null);
    Infected c = infected(3, DAY.plusDays(1), null);
    UUID shared = id("person", 50);
    Chains chains =
        Chains.of(
            List.of(c, b, a),
            List.of(
                contact(a, b.person(), ContactState.CLOSE),
                contact(b, shared, ContactState.CLOSE),
                contact(c, shared, ContactState.GENERAL),
                contact(c, id("person", 51), ContactState.CANDIDATE)),
            List.of());
    assertThat(chains.chains())
        .extracting(Chain::number, it -> it.first().number(), Chain::cases, Chain::contacts)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, a.number(), 2, 1),
            org.assertj.core.groups.Tuple.tuple(2, c.number(), 1, 1));
    assertThat(chains.persons().get(b.person()).isCase()).isTrue();
    assertThat(chains.persons().get(shared).owner())
        .as("with the case that it matters most for")
        .isEqualTo(b.person());
    assertThat(chains.persons()).hasSize(5);
  }

  @Test
  void aLongChainIsOneWhateverTheOrder() {
    List<Infected> cases = new ArrayList<>();
    List<Contact> contacts = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      cases.add(infected(i, DAY, null));
    }
    for (int i = 1; i < 3_000; i++) {
      Infected one = cases.get(i * 7 % 3_000);
      contacts.add(contact(one, cases.get((i - 1) * 7 % 3_000).person(), ContactState.CLOSE));
    }
    assertThat(Chains.of(cases, contacts, List.of()).chains()).hasSize(1);
  }

  @Test
  void whoHasTwoCasesIsShownOnceWithTheNewer() {
    Infected old = infected(1, DAY.minusDays(60), null);
    Infected again =
        new Infected(
            id("case", 9),
            "2022-009",
            old.person(),
            null,
            old.classification(),
            DAY,
            null,
            null,
            at(DAY.plusDays(9), 8));
    Chains chains = Chains.of(List.of(again, old), List.of(), List.of());
    assertThat(chains.persons().values()).extracting(Person::file).containsExactly(again);
    assertThat(chains.cases()).isEqualTo(1);
  }

  // ── who may have infected whom ─────────────────────────────────────────────────────────────────

  @Test
  void theEarlierOnsetIsACandidateForTheSourceIfTheyMetBeforeTheOtherFellIll() {
    Infected early = infected(1, DAY, null);
    Infected late = infected(2, DAY.plusDays(3), null);
    assertThat(Chains.way(late, early, at(DAY.plusDays(1), 9)))
        .isEqualTo(new Chains.Way(early.person(), late.person(), Direction.ONSET));
    assertThat(Chains.way(early, late, at(DAY.plusDays(3), 23)).direction())
        .as("on the day itself")
        .isEqualTo(Direction.ONSET);
    assertThat(Chains.way(early, late, at(DAY.plusDays(4), 0)).direction())
        .as("they met when both were ill")
        .isEqualTo(Direction.UNKNOWN);
  }

  @Test
  void aSwabStandsForAnOnsetThatIsNotKnownAndIsSaidToBeWeaker() {
    Infected swabbed = infected(1, null, DAY);
    Infected ill = infected(2, DAY.plusDays(2), null);
    assertThat(Chains.way(ill, swabbed, at(DAY, 9)))
        .isEqualTo(new Chains.Way(swabbed.person(), ill.person(), Direction.SWAB));
  }

  @Test
  void theSameDayOrNothingKnownTellsNothing() {
    Infected one = infected(1, DAY, null);
    Infected same = infected(2, DAY, null);
    Infected nothing = infected(3, null, null);
    assertThat(Chains.way(one, same, at(DAY, 1)).direction()).isEqualTo(Direction.UNKNOWN);
    assertThat(Chains.way(one, nothing, at(DAY, 1)).direction()).isEqualTo(Direction.UNKNOWN);
    assertThat(Chains.way(nothing, one, at(DAY, 1)).direction()).isEqualTo(Direction.UNKNOWN);
  }

  @Test
  void aLinkToAContactGoesOutFromTheCaseOrFromTheCloseContactBetween() {
    Infected a = infected(1, DAY, null);
    UUID close = id("person", 60);
    UUID second = id("person", 61);
    Chains chains =
        Chains.of(
            List.of(a),
            List.of(
                contact(a, close, ContactState.CLOSE), contact(a, second, ContactState.SECONDARY)),
            List.of());
    assertThat(chains.way(link(close, a.person(), false)))
        .isEqualTo(new Chains.Way(a.person(), close, Direction.EXPOSED));
    assertThat(chains.way(link(second, close, false)))
        .isEqualTo(new Chains.Way(close, second, Direction.EXPOSED));
    assertThat(chains.way(link(close, second, true)))
        .isEqualTo(new Chains.Way(close, second, Direction.EXPOSED));
  }

  // ── clusters ───────────────────────────────────────────────────────────────────────────────────

  @Test
  void fiveHundredAreShownOneByOneAndOneMoreIsNot() {
    ChainClusters.View view = ChainClusters.view(star(10, 49), By.CASE, List.of());
    assertThat(view.persons()).hasSize(500);
    assertThat(view.clusters()).isEmpty();
    assertThat(view.links()).hasSize(490);
    ChainClusters.View more = ChainClusters.view(star(10, 50), By.CASE, List.of());
    assertThat(more.persons()).as("the cases").hasSize(10);
    assertThat(more.clusters()).hasSize(10).allMatch(it -> it.size() == 50);
  }

  @Test
  void aClusterOpensToItsPeopleAndTheirLinksAreThere() {
    Chains chains = star(40, 75);
    ChainClusters.View closed = ChainClusters.view(chains, By.CASE, List.of());
    assertThat(closed.size()).isEqualTo(80);
    assertThat(closed.links())
        .as("one from each case to its contacts")
        .hasSize(40)
        .allMatch(it -> it.pairs() == 75 && it.way() == null);
    Cluster one = closed.clusters().get(3);
    ChainClusters.View open = ChainClusters.view(chains, By.CASE, List.of(one.key()));
    assertThat(open.opened()).containsExactly(one.key());
    assertThat(open.clusters()).hasSize(39).doesNotContain(one);
    assertThat(open.persons()).hasSize(40 + 75);
    assertThat(open.links()).hasSize(39 + 75);
    assertThat(ChainClusters.view(chains, By.CASE, List.of("case:nobody", "")).size())
        .isEqualTo(80);
  }

  @Test
  void whatIsTooLargeFallsApartUntilEverybodyIsReached() {
    Chains chains = star(1, 2_400);
    Set<String> open = new LinkedHashSet<>();
    Set<UUID> seen = new HashSet<>();
    for (int rounds = 0; rounds < 50; rounds++) {
      ChainClusters.View view = ChainClusters.view(chains, By.CASE, open);
      view.persons().forEach(it -> seen.add(it.id()));
      if (view.clusters().isEmpty()) {
        break;
      }
      open.add(view.clusters().getFirst().key());
    }
    assertThat(seen).isEqualTo(chains.persons().keySet());
  }

  @Test
  void manySmallGroupsAreGatheredSoThatTheAnswerStaysBounded() {
    List<Infected> cases = new ArrayList<>();
    for (int i = 0; i < 1_900; i++) {
      cases.add(infected(i, DAY, null));
    }
    Chains chains = Chains.of(cases, List.of(), List.of());
    ChainClusters.View view = ChainClusters.view(chains, By.CASE, List.of());
    assertThat(view.size()).isLessThanOrEqualTo(200);
    Cluster rest = view.clusters().stream().filter(Cluster::rest).findFirst().orElseThrow();
    assertThat(rest.cases()).isEqualTo(1_900 - view.persons().size());
    ChainClusters.View opened = ChainClusters.view(chains, By.CASE, List.of(rest.key()));
    assertThat(opened.size()).isBetween(view.size(), 400);
  }

  @Test
  void everythingBetweenTwoClustersIsOneLinkWithItsSum() {
    Chains chains = star(600, 1);
    ChainClusters.View view = ChainClusters.view(chains, By.UNIT, List.of());
    assertThat(view.clusters()).extracting(Cluster::by).containsOnly(By.UNIT);
    assertThat(view.clusters().stream().mapToInt(Cluster::size).sum()).isEqualTo(1_200);
    Bundle link = view.links().getFirst();
    assertThat(view.links()).hasSize(1);
    assertThat(link.pairs()).isEqualTo(600);
    assertThat(link.minutes()).isEqualTo(600 * 30);
    assertThat(link.places()).containsExactly(CANTEEN);
  }

  @Test
  void linksBetweenCasesAreKeptBeforeTheOldestOfContactsAreLeftOut() {
    List<Infected> cases = new ArrayList<>();
    List<Contact> contacts = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      cases.add(infected(i, DAY.plusDays(i), null));
    }
    for (int n = 0; n < 400; n++) {
      contacts.add(contact(cases.get(n % 20), id("person", 1_000 + n), ContactState.CLOSE));
      for (Infected each : cases) {
        links.add(link(each.person(), id("person", 1_000 + n), true));
      }
    }
    links.add(link(cases.get(0).person(), cases.get(1).person(), true));
    ChainClusters.View view =
        ChainClusters.view(Chains.of(cases, contacts, links), By.CASE, List.of());
    assertThat(view.links()).hasSize(ChainClusters.LINKS);
    assertThat(view.linksLeft()).isEqualTo(8_001 - ChainClusters.LINKS);
    Chains.Way way = view.links().getFirst().way();
    assertThat(way).isNotNull();
    assertThat(way.direction()).isEqualTo(Direction.ONSET);
  }

  // ── what the tests stand on ────────────────────────────────────────────────────────────────────

  /** Cases, each with as many contacts. */
  private static Chains star(int cases, int contacts) {
    List<Infected> infected = new ArrayList<>();
    List<Contact> near = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      Infected one = infected(i, DAY.plusDays(i % 5), null);
      infected.add(one);
      for (int n = 0; n < contacts; n++) {
        UUID person = id("person", 100_000 + i * contacts + n);
        near.add(contact(one, person, ContactState.CLOSE));
        links.add(link(one.person(), person, true));
      }
    }
    return Chains.of(infected, near, links);
  }

  private static Infected infected(int n, @Nullable LocalDate onset, @Nullable LocalDate sampled) {
    return new Infected(
        id("case", n),
        "2022-%03d".formatted(n),
        id("person", n),
        id("unit", 1),
        CaseFile.Classification.CONFIRMED,
        onset,
        sampled == null ? null : at(sampled, 10),
        null,
        at(DAY.plusDays(5), 8));
  }

  private static Contact contact(Infected of, UUID person, ContactState state) {
    return new Contact(
        of.id(), person, id("unit", 2), CANTEEN, 1, state, at(DAY, 12), at(DAY, 13), null);
  }

  private static Link link(UUID one, UUID other, boolean ofOne) {
    return new Link(
        one,
        other,
        ofOne,
        !ofOne,
        EnumSet.of(Exposure.Kind.ZONE),
        List.of(CANTEEN),
        at(DAY, 12),
        at(DAY, 13),
        30,
        1);
  }

  private static UUID id(String kind, int n) {
    return UUID.nameUUIDFromBytes((kind + n).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static Instant at(LocalDate day, int hour) {
    return day.atTime(hour, 0).atZone(org.shouwang.clock.WorldClock.ZONE).toInstant();
  }
}
