package org.shouwang.sampling;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.people.PlaceSummary;
import org.shouwang.security.Scope;
import org.shouwang.vault.Masks;
import org.springframework.stereotype.Component;

/** Shapes of tubes, results and conflicts for screens; people masked and within a scope. */
@Component
class TubeViews {

  private final People people;

  TubeViews(People people) {
    this.people = people;
  }

  /** Something with a name. */
  record Named(UUID id, String name) {}

  /**
   * A person, masked.
   *
   * @param unit path of the unit
   */
  record Person(UUID id, @Nullable String name, @Nullable String unit, boolean provisional) {}

  /** A tube in a list. */
  record TubeLine(
      String code,
      String state,
      @Nullable Named place,
      int size,
      int swabs,
      Instant firstAt,
      @Nullable Instant sealedAt,
      @Nullable String box,
      @Nullable Instant receivedAt,
      @Nullable String problem,
      @Nullable String screening,
      @Nullable String confirmation,
      int conflicts) {}

  /**
   * What followed a tube that was positive, grey, invalid or lost, for one of its people.
   *
   * @param tube of the next swab; null: still to be swabbed again
   * @param state of that tube
   * @param size of that tube
   */
  record FollowUp(
      @Nullable String tube,
      @Nullable Instant at,
      @Nullable String state,
      @Nullable Integer size) {}

  /**
   * A swab in its tube; without a person where the caller may not see who it is.
   *
   * @param followUp null: nothing was asked, or the caller may not read results
   */
  record MemberLine(
      UUID swab,
      int position,
      @Nullable Person person,
      Instant at,
      @Nullable Named place,
      String by,
      String purpose,
      @Nullable String lane,
      boolean ended,
      @Nullable FollowUp followUp) {}

  /** A step of custody. */
  record ChainLine(
      String step,
      Instant at,
      @Nullable Named place,
      @Nullable String box,
      @Nullable String from,
      @Nullable String to,
      @Nullable Double temperature,
      String by) {}

  /** A result, also one that a correction left behind. */
  record ResultLine(
      UUID id,
      String step,
      String value,
      Instant reportedAt,
      Instant recordedAt,
      @Nullable String laboratory,
      String source,
      String by,
      @Nullable UUID supersededBy) {}

  /** That a positive or grey tube was reported. */
  record ReportLine(UUID id, String to, Instant at, @Nullable String note, String by) {}

  /** A tube with everything the caller may see. */
  record TubePage(
      TubeLine tube,
      @Nullable List<MemberLine> members,
      List<ChainLine> chain,
      @Nullable List<ResultLine> results,
      @Nullable List<ReportLine> reports,
      @Nullable List<ConflictLine> conflicts) {}

  /** One side of a conflict. */
  record Side(
      UUID swab,
      String tube,
      @Nullable Person person,
      Instant at,
      Instant recordedAt,
      @Nullable Named place,
      String by,
      boolean ended) {}

  /** A conflict with its sides. */
  record ConflictLine(
      UUID id,
      String kind,
      String tube,
      @Nullable Person person,
      Instant openedAt,
      String state,
      @Nullable String outcome,
      @Nullable String reason,
      List<UUID> counts,
      @Nullable Instant closedAt,
      @Nullable String closedBy,
      List<Side> sides) {}

  /** People and places of one answer. */
  final class Book {
    private final Map<UUID, PersonSummary> persons;
    private final Set<UUID> visible;
    private final Map<UUID, PlaceSummary> places;

    private Book(Collection<UUID> ids, Scope scope) {
      this.persons = people.facts(ids);
      this.visible = people.visible(scope, new HashSet<>(ids));
      this.places = people.places();
    }

    @Nullable Person person(@Nullable UUID id) {
      PersonSummary known = id == null ? null : persons.get(id);
      if (id == null || known == null || !visible.contains(id)) {
        return null;
      }
      String name = known.name();
      return new Person(
          id, name == null ? null : Masks.name(name), known.unitPath(), known.provisional());
    }

    @Nullable Named place(@Nullable UUID id) {
      PlaceSummary known = id == null ? null : places.get(id);
      return known == null ? null : new Named(known.id(), known.name());
    }
  }

  Book book(Collection<UUID> persons, Scope scope) {
    return new Book(new HashSet<>(persons), scope);
  }

  /** Names of places alone. */
  Map<UUID, Named> places() {
    Map<UUID, Named> named = new HashMap<>();
    people.places().forEach((id, place) -> named.put(id, new Named(id, place.name())));
    return named;
  }

  /** Persons of a scope whose name begins with a text. */
  List<UUID> matching(Scope scope, String text) {
    return people.matching(scope, text, 2_000);
  }
}
