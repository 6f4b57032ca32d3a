package org.shouwang.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All snapshots of a set of editions, found by instant without touching the database. */
final class RuleBook implements Editions {

  private final List<Edition> editions;
  private final Map<String, Shelf> byDisease;

  /** What holds for any disease, and so for one that no edition knows. */
  private final Shelf any;

  /** Whose rules these are; null: of the principal disease of each day. */
  private final @Nullable String own;

  private final List<Going> switches;

  /**
   * From when at least the rules of another moment hold.
   *
   * @param disease of which disease; null: of any
   */
  private record Going(Instant at, Instant rulesOf, @Nullable String disease) {
    boolean concerns(@Nullable String other) {
      return disease == null || disease.equals(other);
    }
  }

  /** Snapshots of one disease, by the days on which anything changes. */
  private record Shelf(long[] starts, Snapshot[] snapshots, Snapshot before) {

    static Shelf of(
        String disease, Collection<Edition> editions, NavigableSet<LocalDate> days, ZoneId zone) {
      long[] starts = new long[days.size()];
      Snapshot[] snapshots = new Snapshot[days.size()];
      int n = 0;
      for (LocalDate day : days) {
        starts[n] = day.atStartOfDay(zone).toInstant().toEpochMilli();
        snapshots[n++] = Overlay.on(day, disease, editions);
      }
      return new Shelf(starts, snapshots, Overlay.on(LocalDate.MIN, disease, editions));
    }

    Snapshot at(Instant at) {
      int found = Arrays.binarySearch(starts, at.toEpochMilli());
      int position = found >= 0 ? found : -found - 2;
      return position < 0 ? before : snapshots[position];
    }
  }

  RuleBook(Collection<Edition> editions, ZoneId zone) {
    this.editions = List.copyOf(editions);
    switches = List.of();
    own = null;
    NavigableSet<LocalDate> days = Overlay.changes(editions);
    byDisease = new TreeMap<>();
    for (String disease : Overlay.diseases(editions)) {
      byDisease.put(disease, Shelf.of(disease, editions, days, zone));
    }
    any = Shelf.of(Rule.ANY, editions, days, zone);
  }

  private RuleBook(RuleBook same, @Nullable String own, List<Going> switches) {
    editions = same.editions;
    byDisease = same.byDisease;
    any = same.any;
    this.own = own;
    this.switches = switches;
  }

  /**
   * These rules with one switch more.
   *
   * @param rulesOf begin of the local day whose rules hold from then on
   * @param disease whose rules alone go over; null: all
   */
  RuleBook with(Instant at, Instant rulesOf, @Nullable String disease) {
    List<Going> more = new ArrayList<>(switches);
    more.add(new Going(at, rulesOf, disease));
    more.sort(Comparator.comparing(Going::at));
    return new RuleBook(this, own, List.copyOf(more));
  }

  @Override
  public RuleBook of(String disease) {
    return new RuleBook(this, disease, switches);
  }

  @Override
  public Set<String> diseases() {
    return new LinkedHashSet<>(byDisease.keySet());
  }

  @Override
  public String principal(Instant at) {
    return principalOn(day(at, null));
  }

  /** Where the park's rules name none, the only one there is; of several none. */
  private String principalOn(Instant day) {
    return any.at(day).value(Rule.PRINCIPAL) instanceof String disease
        ? disease
        : byDisease.size() == 1 ? byDisease.keySet().iterator().next() : Rule.ANY;
  }

  @Override
  public Snapshot inForce(Instant at) {
    String disease = own == null ? principal(at) : own;
    return byDisease.getOrDefault(disease, any).at(day(at, disease));
  }

  /** The moment whose rules of a disease hold at another. */
  private Instant day(Instant at, @Nullable String disease) {
    Instant day = at;
    for (Going each : switches) {
      if (each.concerns(disease) && !each.at().isAfter(at)) {
        day = each.rulesOf().isAfter(at) ? each.rulesOf() : at;
      }
    }
    return day;
  }

  @Override
  public List<Instant> switchesAfter(Instant at) {
    if (switches.isEmpty() || !switches.getLast().at().isAfter(at)) {
      return List.of();
    }
    return switches.stream()
        .filter(it -> own == null || it.concerns(own))
        .map(Going::at)
        .filter(it -> it.isAfter(at))
        .toList();
  }

  /** Every snapshot that anything may be judged by. */
  Collection<Snapshot> snapshots() {
    Map<String, Snapshot> all = new LinkedHashMap<>();
    byDisease
        .values()
        .forEach(shelf ->
            Arrays.stream(shelf.snapshots()).forEach(each -> all.putIfAbsent(each.id(), each)));
    Arrays.stream(any.snapshots()).forEach(each -> all.putIfAbsent(each.id(), each));
    return all.values();
  }

  List<Edition> editions() {
    return editions;
  }
}
