package org.shouwang.own;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.isolation.OwnFollowUp;
import org.shouwang.people.People;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Links to own pages, for whoever looks after the person; within the caller's units. */
@RestController
@RequestMapping("/api/v1/own/links")
class LinkController {

  private static final int MOST_DAYS = 60;

  /**
   * Whom a purpose concerns: who may follow somebody up may not declare for them, and vice versa.
   */
  private static final Map<Purpose, Set<Permission>> MAY =
      Map.of(
          Purpose.FOLLOW_UP, Set.of(Permission.ISOLATION_ACT, Permission.FOLLOW_UP),
          Purpose.DECLARATION, Set.of(Permission.SCREENING_ACT));

  private final Links links;
  private final OwnFollowUp isolation;
  private final People people;

  LinkController(Links links, OwnFollowUp isolation, People people) {
    this.links = links;
    this.isolation = isolation;
    this.people = people;
  }

  /**
   * A link to be made.
   *
   * @param days until it expires, also when nothing ends it before; null: as usual
   */
  record Making(@Nullable UUID personId, @Nullable String purpose, @Nullable Integer days) {}

  @PostMapping
  @Access(
      value = {Permission.FOLLOW_UP, Permission.ISOLATION_ACT, Permission.SCREENING_ACT},
      within = Within.UNITS)
  ResponseEntity<Links.Made> make(@RequestBody Making body, Caller caller) {
    Purpose purpose = purpose(body.purpose(), caller);
    int days = body.days() == null ? purpose.usualDays() : body.days();
    if (days < 1 || days > MOST_DAYS) {
      throw Refused.invalid("own.days_wrong").field("days").value(days).with("limit", MOST_DAYS);
    }
    UUID person = person(body.personId(), caller);
    UUID order =
        purpose == Purpose.FOLLOW_UP
            ? isolation
                .ordered(person, caller.scope())
                .orElseThrow(
                    () -> Refused.conflict("own.not_isolated").field("personId").value(person))
            : null;
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(links.make(person, purpose, order, days, caller));
  }

  /** A link to be revoked. */
  record Revoking(@Nullable UUID personId, @Nullable String purpose) {}

  /** How many were revoked. */
  record Revoked(int changed) {}

  @PostMapping("/revoke")
  @Access(
      value = {Permission.FOLLOW_UP, Permission.ISOLATION_ACT, Permission.SCREENING_ACT},
      within = Within.UNITS)
  Revoked revoke(@RequestBody Revoking body, Caller caller) {
    Purpose purpose = purpose(body.purpose(), caller);
    return new Revoked(links.revoke(person(body.personId(), caller), purpose, caller));
  }

  /** Links of a person that open something, of the purposes that concern the caller. */
  @GetMapping
  @Access(
      value = {Permission.FOLLOW_UP, Permission.ISOLATION_ACT, Permission.SCREENING_ACT},
      within = Within.UNITS)
  List<Link> list(@RequestParam UUID person, Caller caller) {
    return links.now(person(person, caller)).stream()
        .filter(it -> may(caller, it.purpose()))
        .toList();
  }

  private UUID person(@Nullable UUID id, Caller caller) {
    if (id == null) {
      throw Refused.invalid("own.field_missing").field("personId");
    }
    if (people.visible(caller.scope(), Set.of(id)).isEmpty()) {
      throw Refused.notFound("own.person_unknown").field("personId").value(id);
    }
    return id;
  }

  private static Purpose purpose(@Nullable String word, Caller caller) {
    if (word == null || word.isBlank()) {
      throw Refused.invalid("own.field_missing").field("purpose");
    }
    Purpose purpose =
        Purpose.of(word)
            .orElseThrow(() ->
                Refused.invalid("own.not_a_choice")
                    .field("purpose")
                    .value(PlainValues.shown(word, 40))
                    .with(
                        "choices",
                        String.join(
                            ", ", Arrays.stream(Purpose.values()).map(Purpose::key).toList())));
    if (!may(caller, purpose)) {
      throw Refused.forbidden("own.purpose_forbidden").field("purpose").value(purpose.key());
    }
    return purpose;
  }

  private static boolean may(Caller caller, Purpose purpose) {
    return MAY.getOrDefault(purpose, Set.of()).stream().anyMatch(caller::may);
  }
}
