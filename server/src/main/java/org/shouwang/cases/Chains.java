package org.shouwang.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;

/**
 * Transmission chains 传播链: cases, their contacts, and who was near whom. A contact who became a
 * case links the two cases; a contact that two cases share links nobody, for it shows no infection.
 * Pure.
 */
final class Chains {

  /** A case of the selection. */
  record Infected(
      UUID id,
      String number,
      UUID person,
      @Nullable UUID unit,
      CaseFile.Classification classification,
      @Nullable LocalDate onset,
      @Nullable Instant sampledAt,
      @Nullable Instant controlledAt,
      Instant openedAt) {

    /** Local day of the first that is known of it. */
    LocalDate day() {
      return onset == null ? swabbed() : onset;
    }

    private LocalDate swabbed() {
      return local(sampledAt == null ? openedAt : sampledAt);
    }
  }

  /**
   * A contact in the file of a case.
   *
   * @param place where they were near last; null: not known
   * @param ownCase number of the person's own open case, of the selection or not
   */
  record Contact(
      UUID file,
      UUID person,
      @Nullable UUID unit,
      @Nullable UUID place,
      int degree,
      ContactState state,
      Instant first,
      Instant last,
      @Nullable String ownCase) {}

  /**
   * Two people who were near each other, all times together.
   *
   * @param ofOne the other was found near the one
   * @param ofOther the one was found near the other
   * @param places at most three of them
   * @param minutes as far as known
   */
  record Link(
      UUID one,
      UUID other,
      boolean ofOne,
      boolean ofOther,
      Set<Exposure.Kind> kinds,
      List<UUID> places,
      Instant first,
      Instant last,
      long minutes,
      int times) {}

  /** What is known of who may have infected whom. */
  enum Direction {
    /** Somebody who is no case was near a case, or near a close contact. */
    EXPOSED,
    /** The first fell ill on an earlier day, and they met before the second did: a candidate. */
    ONSET,
    /** The same by a first positive swab, where not both onsets are known: weaker. */
    SWAB,
    /** Nothing that is recorded tells. */
    UNKNOWN;

    String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A link as it is to be read: from the candidate for the source, where there is one. */
  record Way(UUID from, UUID to, Direction direction) {}

  /**
   * Somebody in the graph.
   *
   * @param file their own case; null: a contact
   * @param contact the most severe of what they are in the files of others; null: of none
   * @param owner person of the case they are shown with; a case is its own
   * @param chain number of their chain, from 1 for the largest
   */
  record Person(
      UUID id, @Nullable Infected file, @Nullable Contact contact, UUID owner, int chain) {

    boolean isCase() {
      return file != null;
    }

    LocalDate day() {
      return file != null
          ? file.day()
          : local(Objects.requireNonNull(contact, "neither case nor contact").last());
    }

    @Nullable UUID unit() {
      return file != null ? file.unit() : contact == null ? null : contact.unit();
    }

    @Nullable UUID place() {
      return contact == null ? null : contact.place();
    }
  }

  /**
   * A chain.
   *
   * @param first its earliest case
   * @param contacts people who are contacts of its cases and no case themselves
   */
  record Chain(
      int number, Infected first, int cases, int contacts, LocalDate from, LocalDate until) {}

  private static final List<ContactState> BY_WEIGHT =
      List.of(
          ContactState.CLOSE, ContactState.SECONDARY, ContactState.CANDIDATE, ContactState.GENERAL);

  private static final Comparator<Contact> MOST_SEVERE =
      Comparator.<Contact>comparingInt(it -> BY_WEIGHT.indexOf(it.state()))
          .thenComparing(Contact::degree)
          .thenComparing(Contact::first)
          .thenComparing(Contact::file);

  private final Map<UUID, Person> persons;
  private final List<Link> links;
  private final List<Chain> chains;

  private Chains(Map<UUID, Person> persons, List<Link> links, List<Chain> chains) {
    this.persons = persons;
    this.links = links;
    this.chains = chains;
  }

  /**
   * Puts chains together. Who has two cases is shown with the newer.
   *
   * @param cases of the selection
   * @param contacts of these cases, only such as still stand
   * @param links between anybody
   */
  static Chains of(
      Collection<Infected> cases, Collection<Contact> contacts, Collection<Link> links) {
    Map<UUID, UUID> subjects = new HashMap<>();
    Map<UUID, Infected> infected = new HashMap<>();
    for (Infected each : cases) {
      subjects.put(each.id(), each.person());
      infected.merge(each.person(), each, (a, b) -> a.openedAt().isBefore(b.openedAt()) ? b : a);
    }
    Joined joined = new Joined(infected.keySet());
    Map<UUID, Contact> nearest = new HashMap<>();
    for (Contact each : contacts) {
      UUID subject = subjects.get(each.file());
      if (subject == null || subject.equals(each.person())) {
        continue;
      }
      if (infected.containsKey(each.person())) {
        joined.join(subject, each.person());
      }
      nearest.merge(each.person(), each, (a, b) -> MOST_SEVERE.compare(a, b) <= 0 ? a : b);
    }
    List<Chain> chains = chains(infected, joined, nearest, subjects);
    Map<UUID, Integer> numbers = new HashMap<>();
    chains.forEach(chain -> numbers.put(joined.root(chain.first().person()), chain.number()));
    List<Person> persons = new ArrayList<>();
    infected.forEach((id, file) ->
        persons.add(new Person(id, file, nearest.get(id), id, number(numbers, joined.root(id)))));
    nearest.forEach((id, contact) -> {
      if (!infected.containsKey(id)) {
        UUID owner = Objects.requireNonNull(subjects.get(contact.file()));
        persons.add(new Person(id, null, contact, owner, number(numbers, joined.root(owner))));
      }
    });
    persons.sort(
        Comparator.comparing(Person::chain).thenComparing(Person::day).thenComparing(Person::id));
    Map<UUID, Person> byId = new LinkedHashMap<>();
    persons.forEach(it -> byId.put(it.id(), it));
    return new Chains(
        byId,
        links.stream()
            .filter(it -> byId.containsKey(it.one()) && byId.containsKey(it.other()))
            .toList(),
        chains);
  }

  private static int number(Map<UUID, Integer> numbers, UUID root) {
    return Objects.requireNonNull(numbers.get(root));
  }

  private static List<Chain> chains(
      Map<UUID, Infected> infected,
      Joined joined,
      Map<UUID, Contact> nearest,
      Map<UUID, UUID> subjects) {
    Map<UUID, List<Infected>> members = new HashMap<>();
    infected
        .values()
        .forEach(it ->
            members.computeIfAbsent(joined.root(it.person()), id -> new ArrayList<>()).add(it));
    Map<UUID, Integer> contacts = new HashMap<>();
    nearest.forEach((id, contact) -> {
      UUID owner = subjects.get(contact.file());
      if (owner != null && !infected.containsKey(id)) {
        contacts.merge(joined.root(owner), 1, Integer::sum);
      }
    });
    record Draft(Infected first, int cases, int contacts, LocalDate from, LocalDate until) {}
    List<Draft> drafts = new ArrayList<>();
    members.forEach((root, files) -> {
      files.sort(Comparator.comparing(Infected::day).thenComparing(Infected::number));
      drafts.add(
          new Draft(
              files.getFirst(),
              files.size(),
              contacts.getOrDefault(root, 0),
              files.getFirst().day(),
              files.getLast().day()));
    });
    drafts.sort(
        Comparator.comparingInt(Draft::cases)
            .thenComparingInt(Draft::contacts)
            .reversed()
            .thenComparing(it -> it.first().number()));
    List<Chain> chains = new ArrayList<>();
    for (Draft it : drafts) {
      chains.add(
          new Chain(
              chains.size() + 1, it.first(), it.cases(), it.contacts(), it.from(), it.until()));
    }
    return List.copyOf(chains);
  }

  /** Everybody by id, chain by chain, the earliest first. */
  Map<UUID, Person> persons() {
    return persons;
  }

  List<Link> links() {
    return links;
  }

  /** The largest first. */
  List<Chain> chains() {
    return chains;
  }

  int cases() {
    return chains.stream().mapToInt(Chain::cases).sum();
  }

  /** How a link between two of the graph is to be read. */
  Way way(Link link) {
    Infected one = file(link.one());
    Infected other = file(link.other());
    if (one != null && other != null) {
      return way(one, other, link.first());
    }
    boolean turned = other != null || (one == null && link.ofOther() && !link.ofOne());
    return turned
        ? new Way(link.other(), link.one(), Direction.EXPOSED)
        : new Way(link.one(), link.other(), Direction.EXPOSED);
  }

  private @Nullable Infected file(UUID person) {
    Person known = persons.get(person);
    return known == null ? null : known.file();
  }

  /**
   * Who of two cases may have infected the other: the one who showed it on an earlier day, if they
   * met before the other did. Days alone prove nothing; nobody is called a source.
   *
   * @param met when they were near each other first
   */
  static Way way(Infected one, Infected other, Instant met) {
    boolean known = one.onset() != null && other.onset() != null;
    if (!known && (sign(one) == null || sign(other) == null)) {
      return new Way(one.person(), other.person(), Direction.UNKNOWN);
    }
    boolean turned = other.day().isBefore(one.day());
    Infected first = turned ? other : one;
    Infected second = turned ? one : other;
    boolean tells = first.day().isBefore(second.day()) && !local(met).isAfter(second.day());
    return new Way(
        first.person(),
        second.person(),
        !tells ? Direction.UNKNOWN : known ? Direction.ONSET : Direction.SWAB);
  }

  private static @Nullable LocalDate sign(Infected file) {
    return file.onset() == null && file.sampledAt() == null ? null : file.day();
  }

  static LocalDate local(Instant at) {
    return at.atZone(WorldClock.ZONE).toLocalDate();
  }

  /** Sets that are joined one by one (union–find). */
  private static final class Joined {

    private final Map<UUID, UUID> above = new HashMap<>();

    Joined(Collection<UUID> ids) {
      ids.forEach(id -> above.put(id, id));
    }

    UUID root(UUID id) {
      UUID at = id;
      UUID next = above(at);
      while (!next.equals(at)) {
        UUID after = above(next);
        above.put(at, after);
        at = next;
        next = after;
      }
      return at;
    }

    private UUID above(UUID id) {
      return Objects.requireNonNull(above.get(id));
    }

    void join(UUID one, UUID other) {
      UUID a = root(one);
      UUID b = root(other);
      if (a.compareTo(b) < 0) {
        above.put(b, a);
      } else {
        above.put(a, b);
      }
    }
  }
}
