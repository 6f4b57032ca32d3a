package org.shouwang.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.Chains.Link;
import org.shouwang.cases.Chains.Person;
import org.shouwang.cases.Chains.Way;

/**
 * A graph that is too large to be read, with people gathered into clusters that can be opened. What
 * is opened and still too large falls into clusters of another kind, so that any answer is bounded
 * and everybody can be reached. Pure.
 */
final class ChainClusters {

  /** People who are shown one by one. */
  static final int MOST = 500;

  /** Cases that are shown one by one whatever their contacts are gathered into. */
  static final int CASES = 250;

  /** Links in an answer. */
  static final int LINKS = 4_000;

  private static final int GROUPS = 200;
  private static final String REST = "rest";
  private static final String NONE = "none";

  /** What people are gathered by. */
  enum By {
    /** The case that they are shown with. */
    CASE,
    /** Their unit. */
    UNIT,
    /** The place of their last exposure. */
    PLACE,
    /** Some hundreds after the other, by day: when nothing else tells them apart. */
    PART;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * People who are shown as one.
   *
   * @param key opens it
   * @param value of what they are gathered by; null: it isn't known, or they are the rest
   * @param rest they are what is left beside the larger clusters
   * @param owner person of the case of the first of them
   */
  record Cluster(
      String key,
      By by,
      @Nullable UUID value,
      int part,
      boolean rest,
      int cases,
      Map<ContactState, Integer> contacts,
      LocalDate from,
      LocalDate until,
      UUID owner,
      int chain) {

    int size() {
      return cases + contacts.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /**
   * Links between two that are shown.
   *
   * @param way of the one pair it is; null: several
   */
  record Bundle(
      String from,
      String to,
      @Nullable Way way,
      Set<Exposure.Kind> kinds,
      Set<UUID> places,
      Instant first,
      Instant last,
      long minutes,
      int times,
      int pairs) {}

  /**
   * What is shown.
   *
   * @param opened clusters that stand open
   * @param linksLeft links beyond {@link #LINKS}, of which contacts' oldest are left out first
   */
  record View(
      List<Person> persons,
      List<Cluster> clusters,
      List<Bundle> links,
      List<String> opened,
      int linksLeft) {

    int size() {
      return persons.size() + clusters.size();
    }
  }

  private final Chains chains;
  private final List<By> order;
  private final Set<String> open;
  private final Map<UUID, String> keys = new HashMap<>();
  private final List<Person> persons = new ArrayList<>();
  private final List<Cluster> clusters = new ArrayList<>();
  private final List<String> opened = new ArrayList<>();

  private ChainClusters(Chains chains, By by, Set<String> open) {
    this.chains = chains;
    this.open = open;
    Set<By> each = new LinkedHashSet<>(List.of(by, By.CASE, By.UNIT, By.PLACE));
    each.remove(By.PART);
    order = new ArrayList<>(each);
    order.add(By.PART);
  }

  /**
   * Gathers a graph.
   *
   * @param open keys of clusters that are to be opened; a key that is none opens nothing
   */
  static View view(Chains chains, By by, Collection<String> open) {
    ChainClusters made = new ChainClusters(chains, by, Set.copyOf(open));
    List<Person> all = List.copyOf(chains.persons().values());
    if (all.size() <= MOST) {
      all.forEach(made::show);
    } else {
      boolean apart = chains.cases() <= CASES;
      all.stream().filter(it -> apart && it.isCase()).forEach(made::show);
      made.gather(all.stream().filter(it -> !apart || !it.isCase()).toList(), "", 0);
    }
    return made.view();
  }

  private void show(Person person) {
    persons.add(person);
    keys.put(person.id(), person.id().toString());
  }

  private void gather(List<Person> members, String path, int level) {
    By by = order.get(level);
    Map<String, List<Person>> groups = groups(members, by);
    if (groups.size() == 1 && by != By.PART) {
      gather(members, path, level + 1);
      return;
    }
    groups.forEach((value, group) -> {
      String key = path + by.key() + ":" + value;
      boolean wanted = open.contains(key);
      if (wanted) {
        opened.add(key);
      }
      if (group.size() == 1 || (wanted && group.size() <= MOST)) {
        group.forEach(this::show);
      } else if (wanted) {
        gather(group, key + "/", value.equals(REST) ? level : level + 1);
      } else {
        cluster(key, by, value, group);
      }
    });
  }

  private static Map<String, List<Person>> groups(List<Person> members, By by) {
    Map<String, List<Person>> groups = new LinkedHashMap<>();
    for (int i = 0; i < members.size(); i++) {
      Person person = members.get(i);
      UUID value =
          switch (by) {
            case CASE -> person.owner();
            case UNIT -> person.unit();
            case PLACE -> person.place();
            case PART -> null;
          };
      String word =
          by == By.PART ? String.valueOf(i / MOST + 1) : value == null ? NONE : value + "";
      groups.computeIfAbsent(word, it -> new ArrayList<>()).add(person);
    }
    if (by == By.PART || groups.size() <= GROUPS) {
      return groups;
    }
    List<Map.Entry<String, List<Person>>> bySize = new ArrayList<>(groups.entrySet());
    bySize.sort(
        Comparator.<Map.Entry<String, List<Person>>>comparingInt(it -> it.getValue().size())
            .reversed());
    List<Person> rest = new ArrayList<>();
    for (Map.Entry<String, List<Person>> small : bySize.subList(GROUPS - 1, bySize.size())) {
      groups.remove(small.getKey());
      rest.addAll(small.getValue());
    }
    groups.put(REST, rest);
    return groups;
  }

  private void cluster(String key, By by, String value, List<Person> group) {
    Map<ContactState, Integer> contacts = new EnumMap<>(ContactState.class);
    int cases = 0;
    LocalDate from = group.getFirst().day();
    LocalDate until = from;
    for (Person person : group) {
      keys.put(person.id(), key);
      if (person.isCase()) {
        cases++;
      } else if (person.contact() != null) {
        contacts.merge(person.contact().state(), 1, Integer::sum);
      }
      from = person.day().isBefore(from) ? person.day() : from;
      until = person.day().isAfter(until) ? person.day() : until;
    }
    boolean named = by != By.PART && !value.equals(REST) && !value.equals(NONE);
    Person first = group.getFirst();
    clusters.add(
        new Cluster(
            key,
            by,
            named ? UUID.fromString(value) : null,
            by == By.PART ? Integer.parseInt(value) : 0,
            value.equals(REST),
            cases,
            contacts,
            from,
            until,
            first.owner(),
            first.chain()));
  }

  private View view() {
    Map<List<String>, Bundle> bundles = new LinkedHashMap<>();
    for (Link link : chains.links()) {
      Way way = chains.way(link);
      String from = Objects.requireNonNull(keys.get(way.from()));
      String to = Objects.requireNonNull(keys.get(way.to()));
      if (!from.equals(to)) {
        Bundle one =
            new Bundle(
                from,
                to,
                way,
                link.kinds(),
                Set.copyOf(link.places()),
                link.first(),
                link.last(),
                link.minutes(),
                link.times(),
                1);
        List<String> pair = from.compareTo(to) < 0 ? List.of(from, to) : List.of(to, from);
        bundles.merge(pair, one, ChainClusters::together);
      }
    }
    List<Bundle> links = new ArrayList<>(bundles.values());
    links.sort(
        Comparator.<Bundle, Boolean>comparing(
                it -> it.way() == null || it.way().direction() == Chains.Direction.EXPOSED)
            .thenComparing(Bundle::last, Comparator.reverseOrder())
            .thenComparing(Bundle::from)
            .thenComparing(Bundle::to));
    int left = Math.max(0, links.size() - LINKS);
    return new View(
        persons, clusters, List.copyOf(links.subList(0, links.size() - left)), opened, left);
  }

  private static Bundle together(Bundle one, Bundle other) {
    Set<Exposure.Kind> kinds = EnumSet.copyOf(one.kinds());
    kinds.addAll(other.kinds());
    Set<UUID> places = new LinkedHashSet<>(one.places());
    other.places().stream().limit(Math.max(0, 3 - places.size())).forEach(places::add);
    return new Bundle(
        one.from(),
        one.to(),
        null,
        kinds,
        places,
        one.first().isBefore(other.first()) ? one.first() : other.first(),
        one.last().isAfter(other.last()) ? one.last() : other.last(),
        one.minutes() + other.minutes(),
        one.times() + other.times(),
        one.pairs() + other.pairs());
  }
}
