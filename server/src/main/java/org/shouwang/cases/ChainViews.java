package org.shouwang.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseViews.Named;
import org.shouwang.cases.ChainClusters.Bundle;
import org.shouwang.cases.ChainClusters.By;
import org.shouwang.cases.ChainClusters.Cluster;
import org.shouwang.cases.Chains.Contact;
import org.shouwang.cases.Chains.Infected;
import org.shouwang.cases.Chains.Person;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.people.PlaceSummary;
import org.springframework.stereotype.Component;

/** Chains as screens show them; names as in the list of contacts. */
@Component
class ChainViews {

  /** Chains that are named in one answer, the largest first. */
  private static final int CHAINS = 100;

  private final ChainBoard board;
  private final People people;

  ChainViews(ChainBoard board, People people) {
    this.board = board;
    this.people = people;
  }

  /**
   * Somebody, or a cluster, in the graph.
   *
   * @param key by which links name it; of a cluster also what opens it
   * @param kind case, contact, cluster
   * @param caseId of a case its own; of a contact the one whose file they are in
   * @param state of a contact
   * @param first since when they were near a case; of a case: if it is somebody's contact, too
   * @param day of onset or first positive swab; of a contact: of the last exposure
   * @param owner key of the case that it is shown with
   * @param ownCase number of a contact's own case, which isn't of the selection
   */
  record ItemView(
      String key,
      String kind,
      @Nullable Named person,
      @Nullable UUID caseId,
      @Nullable String number,
      @Nullable String classification,
      @Nullable ContactState state,
      @Nullable Integer degree,
      @Nullable LocalDate onset,
      @Nullable Instant sampledAt,
      @Nullable Instant controlledAt,
      @Nullable Instant first,
      @Nullable Instant last,
      LocalDate day,
      String owner,
      int chain,
      @Nullable String ownCase,
      @Nullable ClusterView cluster) {}

  /**
   * What a cluster holds.
   *
   * @param name of the case, unit or place; null: not known
   * @param part its number when nothing else tells it from others; 0: it has a name
   */
  record ClusterView(
      String by,
      @Nullable String name,
      int part,
      boolean rest,
      int size,
      int cases,
      Map<String, Integer> contacts,
      LocalDate until) {}

  /**
   * Who was near whom.
   *
   * @param direction exposed, onset, swab, unknown; null: it stands for several pairs
   */
  record LinkView(
      String from,
      String to,
      @Nullable String direction,
      Set<Exposure.Kind> kinds,
      List<String> places,
      Instant first,
      Instant last,
      long minutes,
      int times,
      int pairs) {}

  /** A chain, by its earliest case. */
  record ChainView(
      int number,
      UUID caseId,
      String caseNumber,
      Named person,
      int cases,
      int contacts,
      LocalDate from,
      LocalDate until) {}

  /**
   * A graph.
   *
   * @param people all that it is about, shown one by one or not
   * @param casesLeft older cases of the selection that are not in it
   * @param opened clusters that stand open
   */
  record GraphView(
      List<ItemView> items,
      List<LinkView> links,
      List<ChainView> chains,
      int people,
      int cases,
      int casesLeft,
      int linksLeft,
      int chainsLeft,
      List<String> opened) {}

  GraphView graph(Chains chains, ChainClusters.View shown, int casesLeft) {
    List<Chains.Chain> named = chains.chains().stream().limit(CHAINS).toList();
    Set<UUID> ids = new HashSet<>();
    shown.persons().forEach(it -> ids.add(it.id()));
    named.forEach(it -> ids.add(it.first().person()));
    Map<UUID, PersonSummary> cards = people.facts(ids);
    Map<UUID, PlaceSummary> places = people.places();
    Map<UUID, String> units =
        board.units(
            shown.clusters().stream()
                .filter(it -> it.by() == By.UNIT && it.value() != null)
                .map(it -> Objects.requireNonNull(it.value()))
                .toList());
    List<ItemView> items =
        java.util.stream.Stream.concat(
                shown.persons().stream().map(it -> item(it, cards)),
                shown.clusters().stream().map(it -> item(it, chains, units, places)))
            .toList();
    return new GraphView(
        items,
        shown.links().stream().map(it -> link(it, places)).toList(),
        named.stream().map(it -> chain(it, cards)).toList(),
        chains.persons().size(),
        chains.cases(),
        casesLeft,
        shown.linksLeft(),
        chains.chains().size() - named.size(),
        shown.opened());
  }

  private static ItemView item(Person person, Map<UUID, PersonSummary> cards) {
    Infected file = person.file();
    Contact contact = person.contact();
    return new ItemView(
        person.id().toString(),
        file == null ? "contact" : "case",
        CaseViews.named(person.id(), cards),
        file != null ? file.id() : contact == null ? null : contact.file(),
        file == null ? null : file.number(),
        file == null ? null : file.classification().key(),
        contact == null ? null : contact.state(),
        contact == null ? null : contact.degree(),
        file == null ? null : file.onset(),
        file == null ? null : file.sampledAt(),
        file == null ? null : file.controlledAt(),
        contact == null ? null : contact.first(),
        contact == null ? null : contact.last(),
        person.day(),
        person.owner().toString(),
        person.chain(),
        file == null && contact != null ? contact.ownCase() : null,
        null);
  }

  private static ItemView item(
      Cluster cluster, Chains chains, Map<UUID, String> units, Map<UUID, PlaceSummary> places) {
    Map<String, Integer> contacts = new TreeMap<>();
    cluster.contacts().forEach((state, n) -> contacts.put(state.key(), n));
    return new ItemView(
        cluster.key(),
        "cluster",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        cluster.from(),
        cluster.owner().toString(),
        cluster.chain(),
        null,
        new ClusterView(
            cluster.by().key(),
            name(cluster, chains, units, places),
            cluster.part(),
            cluster.rest(),
            cluster.size(),
            cluster.cases(),
            contacts,
            cluster.until()));
  }

  private static @Nullable String name(
      Cluster cluster, Chains chains, Map<UUID, String> units, Map<UUID, PlaceSummary> places) {
    UUID value = cluster.value();
    if (value == null) {
      return null;
    }
    return switch (cluster.by()) {
      case CASE -> {
        Person owner = chains.persons().get(value);
        yield owner == null || owner.file() == null ? null : owner.file().number();
      }
      case UNIT -> units.get(value);
      case PLACE -> places.containsKey(value) ? places.get(value).name() : null;
      case PART -> null;
    };
  }

  private static LinkView link(Bundle link, Map<UUID, PlaceSummary> places) {
    return new LinkView(
        link.from(),
        link.to(),
        link.way() == null ? null : link.way().direction().key(),
        link.kinds(),
        names(link.places(), places),
        link.first(),
        link.last(),
        link.minutes(),
        link.times(),
        link.pairs());
  }

  private static List<String> names(Collection<UUID> ids, Map<UUID, PlaceSummary> places) {
    return ids.stream()
        .map(places::get)
        .filter(Objects::nonNull)
        .map(PlaceSummary::name)
        .sorted()
        .toList();
  }

  private static ChainView chain(Chains.Chain chain, Map<UUID, PersonSummary> cards) {
    return new ChainView(
        chain.number(),
        chain.first().id(),
        chain.first().number(),
        CaseViews.named(chain.first().person(), cards),
        chain.cases(),
        chain.contacts(),
        chain.from(),
        chain.until());
  }
}
