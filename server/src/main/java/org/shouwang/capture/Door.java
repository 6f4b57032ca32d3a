package org.shouwang.capture;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.capture.Arrived.Flag;
import org.shouwang.capture.FactHandler.Accepted;
import org.shouwang.capture.FactHandler.Judgement;
import org.shouwang.capture.FactHandler.Rejected;
import org.shouwang.capture.PersonResolver.Resolution;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes groups of facts: resolves persons, has them judged, wins their receipts and has the won
 * ones kept, all in one transaction. A group that fails is halved until the bad row stands alone,
 * so that it harms no other.
 */
@Component
class Door {

  private static final Logger log = LoggerFactory.getLogger(Door.class);

  private final Map<String, FactHandler> handlers;
  private final ObjectProvider<PersonResolver> persons;
  private final ReceiptStore receipts;
  private final FactDigest digests;
  private final Outcomes outcomes;
  private final Audit audit;
  private final WorldClock world;
  private final TransactionTemplate transaction;
  private final DoorSettings settings;

  Door(
      List<FactHandler> handlers,
      ObjectProvider<PersonResolver> persons,
      ReceiptStore receipts,
      FactDigest digests,
      Outcomes outcomes,
      Audit audit,
      WorldClock world,
      TransactionTemplate transaction,
      DoorSettings settings) {
    this.handlers =
        handlers.stream().collect(Collectors.toMap(FactHandler::type, Function.identity()));
    this.persons = persons;
    this.receipts = receipts;
    this.digests = digests;
    this.outcomes = outcomes;
    this.audit = audit;
    this.world = world;
    this.transaction = transaction;
    this.settings = settings;
  }

  /** A fact with who brought it. */
  record Offer(Fact fact, Caller caller) {}

  /** What became of an offer. */
  sealed interface Outcome {
    record Kept(Arrived arrived, @Nullable String verdict) implements Outcome {}

    record Repeated(UUID id, String outcome) implements Outcome {}

    record Turned(UUID id, Refused reason) implements Outcome {}
  }

  /**
   * Takes offers; returns after a durable commit.
   *
   * @return an outcome for each offer, in the same order
   */
  List<Outcome> take(List<Offer> offers) {
    try {
      return takeOnceMore(offers);
    } catch (RuntimeException together) {
      if (offers.size() == 1) {
        log.error("a fact of type {} could not be kept", offers.getFirst().fact().type(), together);
        return List.of(
            new Outcome.Turned(offers.getFirst().fact().id(), Refused.of(500, "capture.not_kept")));
      }
      // Halving finds one bad row among a thousand in twenty commits instead of a thousand.
      int middle = offers.size() / 2;
      log.warn("{} facts failed together, halving: {}", offers.size(), together.toString());
      List<Outcome> all = new ArrayList<>(take(offers.subList(0, middle)));
      all.addAll(take(offers.subList(middle, offers.size())));
      return all;
    }
  }

  /** Who lost a lock to somebody else's commit has done nothing yet, and is taken once more. */
  private List<Outcome> takeOnceMore(List<Offer> offers) {
    try {
      return takeTogether(offers);
    } catch (PessimisticLockingFailureException lost) {
      log.info("{} facts lost a lock, once more: {}", offers.size(), lost.toString());
      return takeTogether(offers);
    }
  }

  private List<Outcome> takeTogether(List<Offer> offers) {
    @Nullable Outcome[] results = new Outcome[offers.size()];
    Map<UUID, Integer> first = LinkedHashMap.newLinkedHashMap(offers.size());
    byte[][] digest = new byte[offers.size()][];
    for (int i = 0; i < offers.size(); i++) {
      digest[i] = digests.of(offers.get(i).fact());
      first.putIfAbsent(offers.get(i).fact().id(), i);
    }
    Judgement[] judgements = judge(offers, first.values(), results);
    List<Integer> candidates =
        first.values().stream()
            .filter(i -> judgements[i] instanceof Accepted)
            .sorted(Comparator.comparing(i -> unsigned(offers.get(i).fact().id())))
            .toList();
    keep(offers, digest, judgements, candidates, results);
    answerRepeats(offers, digest, first, results);
    List<Outcome> all = new ArrayList<>(offers.size());
    for (@Nullable Outcome result : results) {
      all.add(Objects.requireNonNull(result));
    }
    return all;
  }

  /** Judges by type; fills the results of those rejected. */
  private Judgement[] judge(
      List<Offer> offers, java.util.Collection<Integer> positions, @Nullable Outcome[] results) {
    Judgement[] judgements = new Judgement[offers.size()];
    Map<PersonReference, Resolution> found = resolve(offers, positions);
    Instant now = world.now();
    Map<String, List<Integer>> byType = new HashMap<>();
    Map<Integer, Arrived> arrived = new HashMap<>();
    for (int i : positions) {
      Offer offer = offers.get(i);
      PersonReference reference = offer.fact().person();
      Resolution resolution = reference == null ? null : found.get(reference);
      FactHandler handler = handlers.get(offer.fact().type());
      if (handler == null) {
        results[i] = new Outcome.Turned(offer.fact().id(), unknownType(offer.fact().type()));
      } else if (handler.needs().stream().noneMatch(offer.caller()::may)) {
        results[i] = new Outcome.Turned(offer.fact().id(), notTheirs(offer.fact().type()));
      } else if (offer.caller().place() != null
          && offer.fact().place() != null
          && !offer.caller().place().equals(offer.fact().place())) {
        results[i] =
            new Outcome.Turned(
                offer.fact().id(),
                Refused.forbidden("capture.other_place")
                    .field("place")
                    .value(offer.fact().place()));
      } else if (resolution instanceof Resolution.Unusable unusable) {
        results[i] = new Outcome.Turned(offer.fact().id(), unusable.reason());
      } else {
        Arrived taken = arrive(offer, (Resolution.Found) resolution, now);
        if (FactParser.isWithinTime(taken.at())) {
          arrived.put(i, taken);
          byType.computeIfAbsent(offer.fact().type(), type -> new ArrayList<>()).add(i);
        } else {
          results[i] = new Outcome.Turned(offer.fact().id(), outsideTime(taken));
        }
      }
    }
    byType.forEach((type, indexes) -> {
      List<Judgement> answers =
          Objects.requireNonNull(handlers.get(type))
              .judge(indexes.stream().map(i -> Objects.requireNonNull(arrived.get(i))).toList());
      for (int n = 0; n < indexes.size(); n++) {
        int i = indexes.get(n);
        judgements[i] = answers.get(n);
        if (answers.get(n) instanceof Rejected rejected) {
          results[i] = new Outcome.Turned(offers.get(i).fact().id(), rejected.reason());
        }
      }
    });
    return judgements;
  }

  private Map<PersonReference, Resolution> resolve(
      List<Offer> offers, java.util.Collection<Integer> positions) {
    Set<PersonReference> references = new LinkedHashSet<>();
    for (int i : positions) {
      PersonReference reference = offers.get(i).fact().person();
      if (reference != null && handlers.containsKey(offers.get(i).fact().type())) {
        references.add(reference);
      }
    }
    return references.isEmpty() ? Map.of() : persons.getObject().resolve(references);
  }

  private Arrived arrive(Offer offer, Resolution.@Nullable Found person, Instant now) {
    Fact fact = offer.fact();
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    Duration skew = fact.sent() == null ? Duration.ZERO : Duration.between(fact.sent(), now);
    if (skew.abs().compareTo(settings.tolerance()) <= 0) {
      skew = Duration.ZERO;
    } else {
      flags.add(Flag.SKEWED);
    }
    Instant at = fact.at().plus(skew).truncatedTo(ChronoUnit.MILLIS);
    if (at.isAfter(now.plus(settings.future()))) {
      flags.add(Flag.FUTURE);
    }
    if (person != null && person.provisional()) {
      flags.add(Flag.UNKNOWN_PERSON);
    }
    return new Arrived(
        fact,
        at,
        skew.toMillis(),
        person == null ? null : person.id(),
        person != null && person.provisional(),
        flags,
        offer.caller(),
        now.truncatedTo(ChronoUnit.MICROS));
  }

  private void keep(
      List<Offer> offers,
      byte[][] digest,
      Judgement[] judgements,
      List<Integer> candidates,
      @Nullable Outcome[] results) {
    if (candidates.isEmpty()) {
      return;
    }
    List<ReceiptStore.Row> rows = new ArrayList<>(candidates.size());
    Map<Integer, @Nullable String> verdicts = new HashMap<>();
    for (int i : candidates) {
      Accepted accepted = (Accepted) judgements[i];
      String verdict = outcomes.verdict(accepted.verdict());
      verdicts.put(i, verdict);
      rows.add(
          new ReceiptStore.Row(
              offers.get(i).fact().id(), digest[i], outcomes.kept(accepted.arrived(), verdict)));
    }
    transaction.executeWithoutResult(status -> {
      Actor actor = actor(offers, candidates);
      UUID entry = UuidCreator.getTimeOrderedEpoch();
      Set<UUID> won = receipts.win(entry, rows);
      if (won.isEmpty()) {
        return;
      }
      Map<String, List<Accepted>> byType = new LinkedHashMap<>();
      for (int i : candidates) {
        Accepted accepted = (Accepted) judgements[i];
        if (won.contains(offers.get(i).fact().id())) {
          byType.computeIfAbsent(offers.get(i).fact().type(), k -> new ArrayList<>()).add(accepted);
          results[i] = new Outcome.Kept(accepted.arrived(), verdicts.get(i));
        }
      }
      byType.forEach((type, accepted) -> {
        Objects.requireNonNull(handlers.get(type)).record(accepted);
        receipts.arrived(
            type,
            accepted.getFirst().arrived().recordedAt(),
            accepted.stream().map(Accepted::arrived).toList());
      });
      audit.recordFacts(entry, actor, outcomes.entryBody(rows, won, byType));
    });
  }

  private static Actor actor(List<Offer> offers, List<Integer> candidates) {
    Set<Actor> actors =
        candidates.stream().map(i -> offers.get(i).caller().actor()).collect(Collectors.toSet());
    // A coalesced commit has several bringers; the rows say who brought which.
    return actors.size() == 1 ? actors.iterator().next() : Actor.SYSTEM;
  }

  /** Duplicates and reused ids: compare with what is kept. */
  private void answerRepeats(
      List<Offer> offers, byte[][] digest, Map<UUID, Integer> first, @Nullable Outcome[] results) {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      if (results[i] == null) {
        open.add(i);
      }
    }
    if (open.isEmpty()) {
      return;
    }
    Map<UUID, ReceiptStore.Row> known =
        receipts.known(open.stream().map(i -> offers.get(i).fact().id()).distinct().toList());
    for (int i : open) {
      UUID id = offers.get(i).fact().id();
      ReceiptStore.Row row = known.get(id);
      if (row != null && Arrays.equals(row.digest(), digest[i])) {
        results[i] = new Outcome.Repeated(id, row.outcome());
      } else if (row != null) {
        results[i] =
            new Outcome.Turned(id, Refused.conflict("capture.id_reused").field("id").value(id));
        audit.record(
            offers.get(i).caller().actor(),
            "capture.id_reused",
            "fact:" + id,
            Map.of("type", offers.get(i).fact().type()));
      } else {
        // The first of the same id in this batch was rejected: the repeat shares its fate.
        results[i] = results[Objects.requireNonNull(first.get(id))];
      }
    }
  }

  /** Two times of a device, each possible, may together lead where no time is. */
  private static Refused outsideTime(Arrived arrived) {
    return Refused.invalid("capture.field_invalid").field("at").value(arrived.at());
  }

  private static Refused unknownType(String type) {
    return Refused.invalid("capture.unknown_type")
        .field("type")
        .value(type.length() > 60 ? type.substring(0, 60) : type);
  }

  private static Refused notTheirs(String type) {
    return Refused.forbidden("capture.type_forbidden").field("type").value(type);
  }

  /** PostgreSQL orders uuids as unsigned bytes; UUID.compareTo is signed. */
  private static String unsigned(UUID id) {
    return id.toString();
  }
}
