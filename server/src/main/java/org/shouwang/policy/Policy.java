package org.shouwang.policy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.ObjectMapper;

/** The rules in force. Looking them up costs a binary search, so that hot paths may. */
@Service
public class Policy implements Editions {

  /** Longer than another instance takes to notice a change. */
  private static final Duration SETTLING = Duration.ofSeconds(3);

  private final EditionShelf shelf;
  private final PolicyStore store;
  private final Audit audit;
  private final Clock wall;
  private final WorldClock world;
  private final ObjectMapper json;
  private final TransactionTemplate transaction;
  private final List<Edition> shipped;
  private volatile @Nullable RuleBook base;
  private volatile List<PolicyStore.Upload> baseOf = List.of();
  private volatile RuleBook book;
  private volatile String newest;
  private volatile long changed = System.nanoTime() - SETTLING.toNanos();

  Policy(
      EditionShelf shelf,
      PolicyStore store,
      Audit audit,
      Clock wall,
      WorldClock world,
      ObjectMapper json,
      TransactionTemplate transaction) {
    this.shelf = shelf;
    this.store = store;
    this.audit = audit;
    this.wall = wall;
    this.world = world;
    this.json = json;
    this.transaction = transaction;
    this.shipped = shelf.shipped();
    this.newest = store.newest();
    this.book = open();
  }

  @Override
  public Snapshot inForce(Instant at) {
    return book.inForce(at);
  }

  @Override
  public List<Instant> switchesAfter(Instant at) {
    return book.switchesAfter(at);
  }

  @Override
  public Editions of(String disease) {
    return book.of(disease);
  }

  @Override
  public String principal(Instant at) {
    return book.principal(at);
  }

  @Override
  public Set<String> diseases() {
    return book.diseases();
  }

  /**
   * A disease that somebody names, or the principal one where nobody does.
   *
   * @throws Refused 422 {@code policy.disease_unknown}
   */
  public String disease(@Nullable String named) {
    if (named == null) {
      return principal(world.now());
    }
    if (!diseases().contains(named)) {
      throw Refused.invalid("policy.disease_unknown")
          .field("disease")
          .value(named)
          .with("known", String.join(", ", diseases()));
    }
    return named;
  }

  /** What a disease is called by the editions in force; null: none of them names it. */
  public @Nullable BothLanguages name(String disease) {
    Rule name = of(disease).inForce(world.now()).rules().get(Rule.NAME);
    return name == null ? null : name.meaning();
  }

  /** Whether rules of a disease's own are in force, not only what holds for any. */
  public boolean isInForce(String disease) {
    return of(disease).inForce(world.now()).rules().values().stream()
        .anyMatch(rule -> rule.disease().equals(disease));
  }

  /**
   * The rules as they would be with one switch more, to see what it would change.
   *
   * @param at from when
   * @param rulesOf the local day whose rules would hold from then on
   * @param disease whose rules alone would go over; null: those of all
   * @throws Refused as {@link #decide}
   */
  public Editions tried(Instant at, LocalDate rulesOf, @Nullable String disease) {
    check(at, rulesOf, disease);
    return book.with(at, start(rulesOf), disease);
  }

  private void check(Instant at, LocalDate rulesOf, @Nullable String disease) {
    if (disease != null) {
      disease(disease);
    }
    if (at.isBefore(world.now())) {
      throw Refused.invalid("policy.switch_in_the_past").field("at").value(at);
    }
    if (rulesOf.isBefore(at.atZone(WorldClock.ZONE).toLocalDate())) {
      throw Refused.invalid("policy.switch_backwards").field("rulesOf").value(rulesOf);
    }
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(WorldClock.ZONE).toInstant();
  }

  /** All decisions to switch, the newest first, also those called off. */
  List<Switch> switches() {
    return store.switches();
  }

  /**
   * Decides to go over to other rules.
   *
   * @param at from when; not before now
   * @param rulesOf the day whose rules hold then; that of {@code at}, or later
   * @param disease whose rules alone go over; null: those of all
   * @throws Refused 422 {@code policy.switch_in_the_past}, {@code policy.switch_backwards}, {@code
   *     policy.disease_unknown}
   */
  Switch decide(
      Instant at,
      LocalDate rulesOf,
      @Nullable String disease,
      String document,
      @Nullable String note,
      Caller caller) {
    Switch decided =
        Objects.requireNonNull(
            transaction.execute(status -> {
              store.turn();
              refresh();
              check(at, rulesOf, disease);
              Editions now = disease == null ? book : book.of(disease);
              RuleBook then = book.with(at, start(rulesOf), disease);
              Switch row =
                  new Switch(
                      com.github.f4b6a3.uuid.UuidCreator.getTimeOrderedEpoch(),
                      at,
                      rulesOf,
                      disease,
                      document,
                      note,
                      now.inForce(at.minusNanos(1_000)).id(),
                      (disease == null ? then : then.of(disease)).inForce(at).id(),
                      world.now().truncatedTo(ChronoUnit.MICROS),
                      caller.name(),
                      null,
                      null);
              store.decide(row, caller.id());
              audit.record(
                  caller.actor(),
                  "policy.switch_decided",
                  "switch:" + row.id(),
                  Map.of(
                      "at", at.toString(),
                      "rulesOf", rulesOf.toString(),
                      "disease", Objects.requireNonNullElse(disease, ""),
                      "document", document,
                      "from", row.from(),
                      "to", row.to()));
              return row;
            }));
    refresh();
    return decided;
  }

  /**
   * Calls a switch off before it comes.
   *
   * @throws Refused 409 {@code policy.switch_over}: it came, was called off, or never was
   */
  void cancel(UUID id, Caller caller) {
    transaction.executeWithoutResult(status -> {
      store.turn();
      if (!store.cancel(id, world.now().truncatedTo(ChronoUnit.MICROS), caller.name())) {
        throw Refused.conflict("policy.switch_over").field("id").value(id);
      }
      audit.record(caller.actor(), "policy.switch_cancelled", "switch:" + id, Map.of("switch", id));
    });
    refresh();
  }

  /**
   * Differs after each change of the rules, also after one that takes another back: whoever was
   * judged in between must be judged again.
   */
  public String version() {
    return newest;
  }

  /** Whether all instances know of the latest change. */
  public boolean isSettled() {
    return System.nanoTime() - changed > SETTLING.toNanos();
  }

  /** The JSON of a snapshot that a decision names, also after the editions changed. */
  Optional<String> snapshot(String id) {
    return store.snapshot(id);
  }

  List<Edition> editions() {
    return book.editions();
  }

  List<PolicyStore.Upload> uploads() {
    return store.uploads();
  }

  /**
   * Puts a park overlay in force from its own valid_from on.
   *
   * @throws Refused when it is not a park's, or takes the id of a shipped edition
   */
  void upload(Edition edition, String text, Caller caller) {
    if (edition.jurisdiction() != Jurisdiction.park) {
      throw Refused.invalid("policy.not_a_park_overlay")
          .field("jurisdiction")
          .value(edition.jurisdiction());
    }
    if (shipped.stream().anyMatch(each -> each.id().equals(edition.id()))) {
      throw Refused.conflict("policy.edition_shipped").field("id").value(edition.id());
    }
    transaction.executeWithoutResult(status -> {
      UUID id = com.github.f4b6a3.uuid.UuidCreator.getTimeOrderedEpoch();
      store.upload(id, edition.id(), text, wall.instant(), caller.id(), caller.name());
      audit.record(
          caller.actor(),
          "policy.edition_uploaded",
          "edition:" + edition.id(),
          Map.of("upload", id, "rules", edition.rules().size()));
    });
    refresh();
  }

  /**
   * Notices what another instance uploaded or decided. Whoever can't take back what it does by the
   * rules looks before it acts.
   */
  @Scheduled(fixedDelay = 2_000)
  public synchronized void refresh() {
    String seen = store.newest();
    if (!seen.equals(newest)) {
      book = open();
      newest = seen;
      changed = System.nanoTime();
    }
  }

  private RuleBook open() {
    List<PolicyStore.Upload> uploads = store.uploads();
    RuleBook opened = base;
    if (opened == null || !uploads.equals(baseOf)) {
      opened = lay(uploads);
      base = opened;
      baseOf = uploads;
    }
    // of two at the same moment the later decision counts
    for (Switch each : store.switches().reversed()) {
      if (!each.isCancelled()) {
        opened = opened.with(each.at(), start(each.rulesOf()), each.disease());
      }
    }
    return opened;
  }

  /** Asked for only where an upload names a disease that can't be. */
  private String shippedPrincipal() {
    return new RuleBook(shipped, WorldClock.ZONE).principal(world.now());
  }

  /** Lays all editions over one another, day by day: work that a switch alone doesn't need. */
  private RuleBook lay(List<PolicyStore.Upload> uploads) {
    List<Edition> editions = new ArrayList<>(shipped);
    uploads.forEach(upload ->
        editions.add(shelf.stored(upload.edition(), upload.content(), this::shippedPrincipal)));
    RuleBook laid = new RuleBook(editions, WorldClock.ZONE);
    Map<String, String> contents = new LinkedHashMap<>();
    laid.snapshots()
        .forEach(snapshot ->
            contents.put(snapshot.id(), json.writeValueAsString(PolicyView.of(snapshot))));
    store.keep(contents.keySet(), contents.values(), wall.instant());
    return laid;
  }
}
