package org.shouwang.own;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Needs of people in isolation over HTTP, within the caller's units. */
@RestController
@RequestMapping("/api/v1/own/needs")
class NeedController {

  private static final int MOST = 300;

  private final Needs needs;
  private final NeedStore store;
  private final People people;

  NeedController(Needs needs, NeedStore store, People people) {
    this.needs = needs;
    this.store = store;
    this.people = people;
  }

  /** A need, with whose it is. */
  record NeedView(
      UUID id,
      UUID order,
      UUID person,
      @Nullable String name,
      Need.Kind kind,
      @Nullable String text,
      Instant askedAt,
      Instant dueAt,
      Need.State state,
      @Nullable String answer,
      @Nullable Instant endedAt,
      @Nullable String endedBy) {}

  /**
   * Needs, the newest first.
   *
   * @param state open, done, over; null: any
   */
  @GetMapping
  @Access(value = Permission.ISOLATION_READ, within = Within.UNITS)
  Page<NeedView> list(
      @RequestParam(required = false) @Nullable UUID order,
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    Page<Need> page =
        Page.of(
            store.list(
                new NeedStore.Wanted(order, person, known(state), TimeKeys.of(after)),
                caller.scope(),
                size + 1),
            size,
            it -> TimeKeys.text(it.askedAt(), it.id()));
    Map<UUID, PersonSummary> cards =
        people.facts(page.items().stream().map(Need::person).distinct().toList());
    return page.map(it -> view(it, cards.get(it.person())));
  }

  private static @Nullable String known(@Nullable String word) {
    for (Need.State each : Need.State.values()) {
      if (word != null && each.key().equals(word.toLowerCase(Locale.ROOT))) {
        return each.key();
      }
    }
    return null;
  }

  private static NeedView view(Need it, @Nullable PersonSummary card) {
    return new NeedView(
        it.id(),
        it.order(),
        it.person(),
        card == null ? null : card.name(),
        it.kind(),
        it.text(),
        it.askedAt(),
        it.dueAt(),
        it.state(),
        it.answer(),
        it.endedAt(),
        it.endedBy());
  }

  /** What was done; the person reads it. */
  record Answering(@Nullable String note) {}

  /** How many were changed. */
  record Answered(int changed) {}

  @PostMapping("/{id}/answer")
  @Access(
      value = {Permission.ISOLATION_ACT, Permission.FOLLOW_UP},
      within = Within.UNITS)
  Answered answer(@PathVariable UUID id, @RequestBody Answering body, Caller caller) {
    String note = Typed.text("note", body.note(), MOST);
    if (note == null) {
      throw Refused.invalid("own.field_missing").field("note");
    }
    needs.answer(id, note, caller);
    return new Answered(1);
  }
}
