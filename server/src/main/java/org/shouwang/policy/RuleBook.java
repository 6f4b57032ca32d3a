package org.shouwang.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;

/** All snapshots of a set of editions, found by instant without touching the database. */
final class RuleBook implements Editions {

  private final List<Edition> editions;
  private final long[] starts;
  private final Snapshot[] snapshots;
  private final Snapshot before;
  private final List<Going> switches;

  /** From when at least the rules of another moment hold. */
  private record Going(Instant at, Instant rulesOf) {}

  RuleBook(Collection<Edition> editions, ZoneId zone) {
    this.editions = List.copyOf(editions);
    switches = List.of();
    NavigableSet<LocalDate> days = Overlay.changes(editions);
    starts = new long[days.size()];
    snapshots = new Snapshot[days.size()];
    int n = 0;
    for (LocalDate day : days) {
      starts[n] = day.atStartOfDay(zone).toInstant().toEpochMilli();
      snapshots[n++] = Overlay.on(day, editions);
    }
    before = Overlay.on(LocalDate.MIN, editions);
  }

  private RuleBook(RuleBook same, List<Going> switches) {
    editions = same.editions;
    starts = same.starts;
    snapshots = same.snapshots;
    before = same.before;
    this.switches = switches;
  }

  /**
   * These rules with one switch more.
   *
   * @param rulesOf begin of the local day whose rules hold from then on
   */
  RuleBook with(Instant at, Instant rulesOf) {
    List<Going> more = new ArrayList<>(switches);
    more.add(new Going(at, rulesOf));
    more.sort(Comparator.comparing(Going::at));
    return new RuleBook(this, List.copyOf(more));
  }

  @Override
  public Snapshot inForce(Instant at) {
    Instant day = at;
    for (Going each : switches) {
      if (!each.at().isAfter(at)) {
        day = each.rulesOf().isAfter(at) ? each.rulesOf() : at;
      }
    }
    return at(day);
  }

  @Override
  public List<Instant> switchesAfter(Instant at) {
    if (switches.isEmpty() || !switches.getLast().at().isAfter(at)) {
      return List.of();
    }
    return switches.stream().map(Going::at).filter(it -> it.isAfter(at)).toList();
  }

  private Snapshot at(Instant at) {
    int found = Arrays.binarySearch(starts, at.toEpochMilli());
    int position = found >= 0 ? found : -found - 2;
    return position < 0 ? before : snapshots[position];
  }

  List<Snapshot> snapshots() {
    return List.of(snapshots);
  }

  List<Edition> editions() {
    return editions;
  }
}
