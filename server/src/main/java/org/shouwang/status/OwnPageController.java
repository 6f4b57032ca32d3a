package org.shouwang.status;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * A person's own page: what, why, by which rule, until when, what to do, and the appeal. The key
 * travels in the body, never in an address, so that it ends up in no log.
 */
@RestController
class OwnPageController {

  private static final int MOST_ROWS = 500;

  private final PageKeys keys;
  private final Appeals appeals;
  private final AppealStore appealStore;
  private final StatusBoard board;
  private final ReasonTexts texts;
  private final Persons persons;
  private final WorldClock world;

  OwnPageController(
      PageKeys keys,
      Appeals appeals,
      AppealStore appealStore,
      StatusBoard board,
      ReasonTexts texts,
      Persons persons,
      WorldClock world) {
    this.keys = keys;
    this.appeals = appeals;
    this.appealStore = appealStore;
    this.board = board;
    this.texts = texts;
    this.persons = persons;
    this.world = world;
  }

  /** Gives the key to a person's page; the person reads there why, so only who may know why. */
  @PostMapping("/api/v1/status/persons/{id}/page-key")
  @Access(value = Permission.STATUS_EVIDENCE, within = Within.UNITS)
  ResponseEntity<PageKeys.Issued> issue(@PathVariable UUID id, Caller caller) {
    persons.seen(id, caller);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(keys.issue(id, caller));
  }

  /** How many keys were revoked. */
  record Revoked(int changed) {}

  @PostMapping("/api/v1/status/persons/{id}/page-key/revoke")
  @Access(value = Permission.STATUS_EVIDENCE, within = Within.UNITS)
  Revoked revoke(@PathVariable UUID id, Caller caller) {
    persons.seen(id, caller);
    return new Revoked(keys.revoke(id, caller));
  }

  /** The key to one's page. */
  record Opening(@Nullable String token) {}

  /** A person's own page. Names nobody else. */
  record OwnPage(
      String name,
      String level,
      @Nullable Instant since,
      @Nullable Instant until,
      Instant asOf,
      List<Why> reasons,
      List<OwnAppeal> appeals,
      boolean mayAppeal) {}

  /** Why, without who said so. */
  record Why(ReasonTexts.Shown rule, Instant at) {}

  /** One's own appeal. */
  record OwnAppeal(
      Instant madeAt,
      Instant dueAt,
      String text,
      String state,
      @Nullable Instant decidedAt,
      @Nullable String answer) {}

  @PostMapping("/api/v1/me/status")
  @Access(within = Within.PUBLIC)
  ResponseEntity<OwnPage> open(@RequestBody Opening body) {
    return page(keys.person(body.token()));
  }

  /** An appeal. */
  record Appealing(@Nullable String token, @Nullable String text) {}

  @PostMapping("/api/v1/me/appeals")
  @Access(within = Within.PUBLIC)
  ResponseEntity<OwnPage> appeal(@RequestBody Appealing body) {
    UUID person = keys.person(body.token());
    String text = Texts.required("text", body.text());
    appeals.make(person, persons.cards(Set.of(person)).get(person), text);
    return page(person);
  }

  private ResponseEntity<OwnPage> page(UUID person) {
    Standing standing = appeals.standing(person);
    Map<UUID, Instant> at = new HashMap<>();
    board
        .evidence(person, MOST_ROWS)
        .forEach(item -> at.put(item.evidence().id(), item.evidence().at()));
    List<OwnAppeal> own =
        appealStore.of(person).stream()
            .map(row ->
                new OwnAppeal(
                    row.madeAt(),
                    row.dueAt(),
                    row.text(),
                    row.state(),
                    row.decidedAt(),
                    row.answer()))
            .toList();
    boolean free = standing.level() == Level.FREE;
    OwnPage page =
        new OwnPage(
            masked(persons.cards(Set.of(person)).get(person)),
            standing.level().key(),
            free ? null : standing.since(),
            free ? null : standing.until(),
            world.now(),
            texts.of(standing.reasons(), at).stream()
                .map(rule -> new Why(rule, at.getOrDefault(rule.evidence(), rule.from())))
                .toList(),
            own,
            !free && own.stream().noneMatch(appeal -> appeal.state().equals("open")));
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(page);
  }

  /** Enough to see that it is one's own page, for whoever looks over one's shoulder too little. */
  private static String masked(@Nullable PersonSummary card) {
    String name = card == null ? null : card.name();
    if (name == null || name.isEmpty()) {
      return "*";
    }
    int first = name.offsetByCodePoints(0, 1);
    return name.substring(0, first) + "*".repeat(Math.min(2, name.length() - first));
  }
}
