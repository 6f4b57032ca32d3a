package org.shouwang.isolation;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may be put into which room of an isolation site: one person, or people who belong together by
 * household or by care; no more than it holds; never both of an A/B pair 互为 A/B 角.
 */
final class RoomRules {

  private RoomRules() {}

  /** Why somebody can't be put into a room. */
  enum Reason {
    /** Somebody is in it who neither lives with them nor is bound to them by care. */
    TAKEN,
    /** It holds no more people. */
    FULL,
    /** The other of an A/B pair is in it. */
    COUNTERPART
  }

  /** What is to be thought of though the room would do. */
  enum Hint {
    /** The other of an A/B pair is in another room of the site. */
    COUNTERPART_SITE,
    /** The other of an A/B pair is in it; they share a household anyway. */
    COUNTERPART_HOME,
    /** Nobody is named who would stay with a child or somebody who needs help. */
    CHILD_ALONE
  }

  /**
   * Somebody, as far as rooms care.
   *
   * @param counterparts the others of their A/B pairs
   */
  record Person(UUID id, @Nullable UUID household, Set<UUID> counterparts) {

    /** Whether the two are an A/B pair that can be kept apart: a household can't. */
    boolean apart(Person other) {
      return counterparts.contains(other.id()) && !lives(other);
    }

    boolean lives(Person other) {
      return household != null && household.equals(other.household());
    }
  }

  /**
   * Somebody who is in a room.
   *
   * @param carer who stays with them; null: they need nobody, or care for somebody themselves
   */
  record Inside(Person person, @Nullable UUID carer) {}

  /**
   * A room of an isolation site.
   *
   * @param capacity how many people it holds; null: not known
   */
  record Room(
      UUID id,
      String name,
      UUID siteId,
      String site,
      @Nullable Integer capacity,
      List<Inside> inside) {

    /** How many people are in it. */
    int people() {
      return (int) inside.stream().map(it -> it.person().id()).distinct().count();
    }
  }

  /**
   * Who is to be put into a room.
   *
   * @param carer who stays with them; null: nobody
   */
  record Newcomer(Person person, boolean needsCarer, @Nullable Person carer) {

    List<Person> all() {
      return carer == null ? List.of(person) : List.of(person, carer);
    }
  }

  /** Whether a room would do. */
  record Fit(List<Reason> reasons, List<Hint> hints) {

    boolean fits() {
      return reasons.isEmpty();
    }
  }

  /**
   * Whether somebody may be put into a room.
   *
   * @param elsewhere who is in the other rooms of the site
   */
  static Fit fit(Newcomer newcomer, Room room, Collection<Inside> elsewhere) {
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    Set<Hint> hints = EnumSet.noneOf(Hint.class);
    Map<UUID, Person> together = new HashMap<>();
    room.inside().forEach(it -> together.put(it.person().id(), it.person()));
    newcomer.all().forEach(it -> together.put(it.id(), it));
    if (!near(newcomer, room).containsAll(together.keySet())) {
      reasons.add(Reason.TAKEN);
    }
    if (room.capacity() != null && together.size() > room.capacity()) {
      reasons.add(Reason.FULL);
    }
    for (Person comer : newcomer.all()) {
      for (Person other : together.values()) {
        if (comer.apart(other)) {
          reasons.add(Reason.COUNTERPART);
        } else if (comer.counterparts().contains(other.id())) {
          hints.add(Hint.COUNTERPART_HOME);
        }
      }
      if (elsewhere.stream().anyMatch(it -> comer.apart(it.person()))) {
        hints.add(Hint.COUNTERPART_SITE);
      }
    }
    if (newcomer.needsCarer() && newcomer.carer() == null) {
      hints.add(Hint.CHILD_ALONE);
    }
    return new Fit(List.copyOf(reasons), List.copyOf(hints));
  }

  /** Who may share a room: the newcomer, whoever lives with one of them, and whoever cares. */
  private static Set<UUID> near(Newcomer newcomer, Room room) {
    List<Inside> all =
        Stream.concat(
                Stream.concat(
                    room.inside().stream(),
                    newcomer.all().stream().map(it -> new Inside(it, null))),
                newcomer.carer() == null
                    ? Stream.of()
                    : Stream.of(new Inside(newcomer.person(), newcomer.carer().id())))
            .toList();
    Set<UUID> near = new HashSet<>(Set.of(newcomer.person().id()));
    int before;
    do {
      before = near.size();
      for (Inside one : all) {
        for (Inside other : all) {
          boolean bound =
              one.person().lives(other.person()) || other.person().id().equals(one.carer());
          if (bound && near.contains(one.person().id())) {
            near.add(other.person().id());
          } else if (bound && near.contains(other.person().id())) {
            near.add(one.person().id());
          }
        }
      }
    } while (near.size() > before);
    return near;
  }
}
