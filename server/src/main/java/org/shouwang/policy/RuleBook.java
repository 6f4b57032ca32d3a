package org.shouwang.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;

/** All snapshots of a set of editions, found by instant without touching the database. */
final class RuleBook {

  private final List<Edition> editions;
  private final long[] starts;
  private final Snapshot[] snapshots;
  private final Snapshot before;

  RuleBook(Collection<Edition> editions, ZoneId zone) {
    this.editions = List.copyOf(editions);
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

  Snapshot at(Instant at) {
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
