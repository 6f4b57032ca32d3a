package org.shouwang.rollcall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.shouwang.capture.Arrival;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Evidence;
import org.shouwang.duties.EvidenceSource;
import org.shouwang.rollcall.ReportStore.Filing;
import org.springframework.stereotype.Component;

/**
 * What our facts show: an account that its person is accounted for, a report that its unit filed.
 * No report shows anything of a person.
 */
@Component
class RollCallEvidence implements EvidenceSource {

  /** The gates' fact that accounts for a person; gates say what it shows. */
  static final String PASS = "gates.pass";

  private final AccountedStore accounts;
  private final ReportStore reports;

  RollCallEvidence(AccountedStore accounts, ReportStore reports) {
    this.accounts = accounts;
    this.reports = reports;
  }

  @Override
  public Set<String> types() {
    return Set.of(AccountFacts.TYPE, ReportFacts.TYPE);
  }

  @Override
  public List<Evidence> evidence(Arrival arrival) {
    return arrival.type().equals(AccountFacts.TYPE)
        ? accounts.of(arrival).stream().map(RollCallEvidence::shown).toList()
        : reports.filings(arrival).stream().map(RollCallEvidence::shown).toList();
  }

  @Override
  public List<Evidence> evidence(Collection<UUID> subjects, Instant from, Instant until) {
    LocalDate first = from.atZone(WorldClock.ZONE).toLocalDate();
    LocalDate last = until.minusNanos(1).atZone(WorldClock.ZONE).toLocalDate();
    return java.util.stream.Stream.concat(
            accounts.of(subjects, from, until).stream().map(RollCallEvidence::shown),
            reports.filings(subjects, first, last).stream().map(RollCallEvidence::shown))
        .toList();
  }

  private static Evidence shown(AccountedStore.Account account) {
    return new Evidence(
        account.person(),
        AccountFacts.TYPE,
        account.id(),
        account.from(),
        account.until(),
        Map.of("accounts", "yes", "how", account.how().key()));
  }

  /** It holds for its day, whenever it was filed; noon stands for the day. */
  private static Evidence shown(Filing filing) {
    Instant noon = filing.day().atTime(LocalTime.NOON).atZone(WorldClock.ZONE).toInstant();
    return new Evidence(filing.unit(), ReportFacts.TYPE, filing.id(), noon, noon, Map.of());
  }
}
