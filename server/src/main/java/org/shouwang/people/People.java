package org.shouwang.people;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.people.FactsBoard.RosterRow;
import org.shouwang.security.Scope;
import org.shouwang.vault.Opening;
import org.shouwang.vault.Vault;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Service;

/** What other modules may ask of people and places. Set-based: ask once for many. */
@Service
public class People {

  private final FactsBoard board;
  private final PersonNumbers numbers;
  private final AddressBoard addresses;
  private final Audit audit;

  People(FactsBoard board, PersonNumbers numbers, AddressBoard addresses, Audit audit) {
    this.board = board;
    this.numbers = numbers;
    this.addresses = addresses;
    this.audit = audit;
  }

  /** Facts of persons; an id that nobody ever named is left out. */
  public Map<UUID, PersonSummary> facts(Collection<UUID> ids) {
    Map<UUID, PersonSummary> facts = new HashMap<>();
    if (!ids.isEmpty()) {
      board.facts(Set.copyOf(ids)).forEach(person -> facts.put(person.id(), person));
    }
    return facts;
  }

  /**
   * The first document of each person, masked; who has none is left out.
   *
   * @param ids a few thousand at most
   */
  public Map<UUID, String> maskedDocuments(Collection<UUID> ids) {
    Map<UUID, String> masked = new HashMap<>();
    if (!ids.isEmpty()) {
      for (FactsBoard.DocumentRow row : board.documents(Set.copyOf(ids))) {
        String shown = numbers.maskedDocument(row.key(), row.sealed());
        if (shown != null) {
          masked.put(row.person(), shown);
        }
      }
    }
    return masked;
  }

  /**
   * The first document of each person as it is, for a purpose that is logged in the caller's
   * transaction; who has none is left out.
   *
   * @param ids a few hundred at most
   */
  public Map<UUID, String> wholeDocuments(Collection<UUID> ids, Opening opening) {
    List<FactsBoard.DocumentRow> rows =
        ids.isEmpty() ? List.of() : board.documents(Set.copyOf(ids));
    List<String> opened =
        numbers.open(
            rows.stream().map(it -> numbers.sealedDocument(it.key(), it.sealed())).toList(),
            opening);
    Map<UUID, String> whole = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      whole.put(rows.get(i).person(), opened.get(i));
    }
    return whole;
  }

  /** Whether a scope is the whole park: everything, or its topmost unit. */
  public boolean isWhole(Scope scope) {
    return scope.everywhere() || top().filter(scope.units()::contains).isPresent();
  }

  /** Shortest and longest purpose for which a number is shown, in characters. */
  private static final int SHORT_PURPOSE = 2;

  private static final int LONG_PURPOSE = 200;

  /**
   * The phone of a person as it is, for a purpose that is logged in the caller's transaction.
   *
   * @param purpose in the caller's own words
   * @return empty when nobody knows one
   * @throws Refused 422 for a purpose that says nothing
   */
  public Optional<String> wholePhone(UUID person, @Nullable String purpose, Actor actor) {
    return addresses.phone(person, new Opening(actor, purpose(purpose), "person:" + person));
  }

  static String purpose(@Nullable String given) {
    String purpose = Texts.plain(given);
    if (purpose.length() < SHORT_PURPOSE || purpose.length() > LONG_PURPOSE) {
      throw Refused.invalid("people.purpose_missing").field("purpose");
    }
    return purpose;
  }

  /**
   * What a report to the authority says of a person.
   *
   * @param sex male or female
   * @param home address of the household, or the person's own
   */
  public record Vital(
      UUID id,
      @Nullable String sex,
      @Nullable LocalDate birthDate,
      @Nullable String home,
      @Nullable String post) {}

  /** What reports to the authority say of persons; who is unknown is left out. */
  public Map<UUID, Vital> vitals(Collection<UUID> ids) {
    Map<UUID, Vital> vitals = new HashMap<>();
    if (!ids.isEmpty()) {
      board.vitals(Set.copyOf(ids)).forEach(each -> vitals.put(each.id(), each));
    }
    return vitals;
  }

  /** All places, by id; there are hundreds at most. */
  public Map<UUID, PlaceSummary> places() {
    Map<UUID, PlaceSummary> places = new LinkedHashMap<>();
    board.places().forEach(place -> places.put(place.id(), place));
    return places;
  }

  /** One place. */
  public Optional<PlaceSummary> place(UUID id) {
    return Optional.ofNullable(places().get(id));
  }

  /** Those of the persons that belong to the units of a scope. */
  public Set<UUID> visible(Scope scope, Collection<UUID> ids) {
    if (scope.everywhere() || ids.isEmpty()) {
      return Set.copyOf(ids);
    }
    return new HashSet<>(board.visible(scope, ids));
  }

  /** The unit at the top, which leads the park; none: there are no units yet. */
  public Optional<UUID> top() {
    return board.top();
  }

  /** Who lives with each of the persons; who lives with nobody known is left out. */
  public Map<UUID, List<UUID>> housemates(Collection<UUID> ids) {
    Map<UUID, List<UUID>> mates = new HashMap<>();
    if (!ids.isEmpty()) {
      board
          .households(Set.copyOf(ids))
          .forEach(
              it -> mates.computeIfAbsent(it.person(), id -> new ArrayList<>()).add(it.other()));
    }
    return mates;
  }

  /** Persons of a scope whose name or pinyin initials start with a text, a few thousand at most. */
  public List<UUID> matching(Scope scope, String text, int limit) {
    return board.matching(scope, Texts.plain(text), Math.min(limit, 5_000));
  }

  /**
   * The roster of a place for an offline device: the people of the units assigned to it. Documents
   * never leave, only their hashes under the device's own key; the giving out is logged.
   *
   * @param deviceKey HMAC key of that device
   */
  public List<RosterEntry> roster(UUID place, byte[] deviceKey, Actor device) {
    Map<UUID, RosterEntry> entries = new LinkedHashMap<>();
    for (RosterRow row : board.roster(place)) {
      RosterEntry known = entries.get(row.id());
      entries.put(row.id(), with(known == null ? entry(row, deviceKey) : known, row, deviceKey));
    }
    audit.record(
        device, "people.roster_given", "place:" + place, Map.of("persons", entries.size()));
    return List.copyOf(entries.values());
  }

  private static RosterEntry entry(RosterRow row, byte[] deviceKey) {
    List<String> keys = new ArrayList<>();
    if (row.badge() != null) {
      keys.add(HexFormat.of().formatHex(Vault.hmac(deviceKey, "badge:" + row.badge())));
    }
    return new RosterEntry(row.id(), row.name(), row.unitName(), row.classOfPerson(), null, keys);
  }

  private RosterEntry with(RosterEntry entry, RosterRow row, byte[] deviceKey) {
    if (row.key() == null || row.sealed() == null || row.type() == null) {
      return entry;
    }
    PersonNumbers.DeviceKey key = numbers.deviceKey(row.key(), row.sealed(), row.type(), deviceKey);
    List<String> keys = new ArrayList<>(entry.keys());
    keys.add(key.key());
    return new RosterEntry(
        entry.id(),
        entry.name(),
        entry.unitName(),
        entry.classOfPerson(),
        entry.masked() == null ? key.masked() : entry.masked(),
        List.copyOf(keys));
  }
}
