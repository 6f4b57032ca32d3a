package org.shouwang.policy;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
public class Policy {

  private final EditionShelf shelf;
  private final PolicyStore store;
  private final Audit audit;
  private final Clock wall;
  private final ObjectMapper json;
  private final TransactionTemplate transaction;
  private final List<Edition> shipped;
  private volatile RuleBook book;
  private volatile long newest;

  Policy(
      EditionShelf shelf,
      PolicyStore store,
      Audit audit,
      Clock wall,
      ObjectMapper json,
      TransactionTemplate transaction) {
    this.shelf = shelf;
    this.store = store;
    this.audit = audit;
    this.wall = wall;
    this.json = json;
    this.transaction = transaction;
    this.shipped = shelf.shipped();
    this.newest = store.newest();
    this.book = open();
  }

  /**
   * The rules in force at an instant.
   *
   * @param at world time
   * @return never null; without any edition in force it has no rules
   */
  public Snapshot inForce(Instant at) {
    return book.at(at);
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

  /** Notices what another instance uploaded. */
  @Scheduled(fixedDelay = 2_000)
  void refresh() {
    long seen = store.newest();
    if (seen != newest) {
      book = open();
      newest = seen;
    }
  }

  private RuleBook open() {
    List<Edition> editions = new ArrayList<>(shipped);
    store
        .uploads()
        .forEach(upload -> editions.add(shelf.readOrFail(upload.edition(), upload.content())));
    RuleBook opened = new RuleBook(editions, WorldClock.ZONE);
    Map<String, String> contents = new LinkedHashMap<>();
    opened
        .snapshots()
        .forEach(snapshot ->
            contents.put(snapshot.id(), json.writeValueAsString(PolicyView.of(snapshot))));
    store.keep(contents.keySet(), contents.values(), wall.instant());
    return opened;
  }
}
