package org.shouwang.isolation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.IsolationPlan.Contact;
import org.shouwang.isolation.IsolationPlan.Era;
import org.shouwang.isolation.ReleaseRules.Release;
import org.shouwang.isolation.ReleaseRules.Result;
import org.shouwang.isolation.ReleaseRules.Source;
import org.shouwang.isolation.ReleaseRules.Swab;
import org.shouwang.policy.Editions;
import org.shouwang.policy.Policy;
import org.shouwang.sampling.Sampling;
import org.shouwang.sampling.Sampling.OwnSwab;
import org.springframework.stereotype.Component;

/** Plans of orders, and what their release lacks, for many at once. */
@Component
class Releases {

  private final Policy policy;
  private final Sampling sampling;
  private final WorldClock world;

  Releases(Policy policy, Sampling sampling, WorldClock world) {
    this.policy = policy;
    this.sampling = sampling;
    this.world = world;
  }

  /**
   * What an order asks for, and how far it is.
   *
   * @param terms of the editions it follows
   * @param swabs days on which the person was swabbed, with what came of it
   */
  record Standing(IsolationPlan plan, IsolationTerms terms, List<Swab> swabs, Release release) {}

  /** What the rules of an instant ask of a class of contacts of a disease. */
  IsolationTerms terms(String disease, ContactClass kind, Instant rulesOf) {
    return terms(disease, kind, rulesOf, policy);
  }

  private static IsolationTerms terms(
      String disease, ContactClass kind, Instant rulesOf, Editions books) {
    return IsolationTerms.of(
        kind, books.of(disease).inForce(rulesOf).values(IsolationTerms.PREFIX));
  }

  /** The last switch of the rules of each disease that has come, as it stands now. */
  Map<String, Instant> lastSwitches(Instant now) {
    policy.refresh();
    Map<String, Instant> last = new TreeMap<>();
    for (String disease : policy.diseases()) {
      for (Instant change : policy.of(disease).switchesAfter(Instant.EPOCH)) {
        if (!change.isAfter(now)) {
          last.put(disease, change);
        }
      }
    }
    return last;
  }

  /** The plan of an order that is being filed. */
  IsolationPlan plan(OrderRow order, LocalDate lastExposure, LocalDate first, Instant rulesOf) {
    return IsolationPlan.of(
        new Contact(order.kind(), lastExposure, first),
        terms(order.disease(), order.kind(), rulesOf));
  }

  /**
   * An order's terms, by the rules it was filed under and those that the park went over to since.
   *
   * @param books which rules hold when
   * @param at until when; an order that ended before didn't go over to later ones
   */
  List<Era> eras(OrderRow order, Editions books, Instant at) {
    Instant rulesOf = Objects.requireNonNull(order.rulesOf());
    Instant end = order.endedAt() == null || order.endedAt().isAfter(at) ? at : order.endedAt();
    List<Era> eras = new ArrayList<>();
    eras.add(new Era(LocalDate.MIN, terms(order.disease(), order.kind(), rulesOf, books)));
    for (Instant change : books.of(order.disease()).switchesAfter(rulesOf)) {
      if (!change.isAfter(end)) {
        eras.add(new Era(day(change), terms(order.disease(), order.kind(), change, books)));
      }
    }
    return eras;
  }

  /** The plan of an order in force, as the rules stand at an instant. */
  IsolationPlan plan(OrderRow order, Editions books, Instant at) {
    return IsolationPlan.of(contact(order), eras(order, books, at));
  }

  /** The plan of an order in force, as the rules stand now. */
  IsolationPlan plan(OrderRow order) {
    return plan(order, policy, world.now());
  }

  private static Contact contact(OrderRow order) {
    return new Contact(
        order.kind(), order.lastExposure(), Objects.requireNonNull(order.isolatedOn()));
  }

  private static LocalDate day(Instant at) {
    return at.atZone(WorldClock.ZONE).toLocalDate();
  }

  /** Orders that are in force, or were; those that are only proposed are left out. */
  Map<UUID, Standing> of(Collection<OrderRow> orders) {
    List<OrderRow> known =
        orders.stream().filter(it -> it.isolatedOn() != null && it.rulesOf() != null).toList();
    if (known.isEmpty()) {
      return Map.of();
    }
    Set<UUID> persons = new HashSet<>();
    LocalDate since = LocalDate.MAX;
    for (OrderRow order : known) {
      persons.add(order.person());
      if (order.via() != null) {
        persons.add(order.via());
      }
      since = since.isBefore(order.lastExposure()) ? since : order.lastExposure();
    }
    Map<UUID, List<OwnSwab>> swabs = new HashMap<>();
    sampling
        .swabs(persons, since.atStartOfDay(WorldClock.ZONE).toInstant())
        .forEach(it -> swabs.computeIfAbsent(it.person(), id -> new ArrayList<>()).add(it));
    Map<UUID, Standing> standing = new HashMap<>();
    for (OrderRow order : known) {
      standing.put(order.id(), standing(order, swabs));
    }
    return standing;
  }

  private Standing standing(OrderRow order, Map<UUID, List<OwnSwab>> swabs) {
    LocalDate first = Objects.requireNonNull(order.isolatedOn());
    List<Era> eras = eras(order, policy, world.now());
    IsolationTerms terms = eras.getLast().terms();
    IsolationPlan plan = IsolationPlan.of(contact(order), eras);
    List<Swab> own = days(of(order.disease(), swabs.get(order.person())), first);
    Source source =
        order.via() == null
            ? Source.NONE
            : new Source(
                days(of(order.disease(), swabs.get(order.via())), order.lastExposure()).stream()
                    .map(Swab::result)
                    .toList());
    return new Standing(
        plan, terms, own, ReleaseRules.evaluate(plan, terms, own, source, world.today()));
  }

  /** A test for one disease says nothing of another. */
  private static List<OwnSwab> of(String disease, @Nullable List<OwnSwab> swabs) {
    return swabs == null
        ? List.of()
        : swabs.stream().filter(it -> it.disease().equals(disease)).toList();
  }

  /**
   * A day's swabs as one: positive when one is; negative when one is and none is positive; twice
   * when two tubes of the day are negative.
   */
  static List<Swab> days(List<OwnSwab> swabs, LocalDate since) {
    Map<LocalDate, List<OwnSwab>> byDay = new TreeMap<>();
    swabs.forEach(it -> byDay.computeIfAbsent(day(it.at()), d -> new ArrayList<>()).add(it));
    List<Swab> days = new ArrayList<>();
    byDay.forEach((day, some) -> {
      if (!day.isBefore(since)) {
        days.add(new Swab(day, result(some), negatives(some) >= 2));
      }
    });
    return days;
  }

  private static Result result(List<OwnSwab> some) {
    if (some.stream().anyMatch(it -> it.result() == Sampling.Outcome.POSITIVE)) {
      return Result.POSITIVE;
    }
    return negatives(some) > 0 ? Result.NEGATIVE : Result.OPEN;
  }

  private static long negatives(List<OwnSwab> some) {
    return some.stream()
        .filter(it -> it.result() == Sampling.Outcome.NEGATIVE)
        .map(OwnSwab::tube)
        .distinct()
        .count();
  }
}
