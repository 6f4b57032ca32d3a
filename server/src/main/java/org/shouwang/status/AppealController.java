package org.shouwang.status;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.PersonSummary;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.shouwang.web.TimeKeys;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Appeals over HTTP, for whoever answers them. */
@RestController
@RequestMapping("/api/v1/status/appeals")
class AppealController {

  private final AppealStore store;
  private final Appeals appeals;
  private final StatusBoard board;
  private final Persons persons;

  AppealController(AppealStore store, Appeals appeals, StatusBoard board, Persons persons) {
    this.store = store;
    this.appeals = appeals;
    this.board = board;
    this.persons = persons;
  }

  /** What an appeal is against. */
  record Against(UUID id, EvidenceKind kind, Instant at, String by, boolean withdrawn) {}

  /** An appeal in a list; {@code own}: the caller had a part in it and can't decide. */
  record AppealView(
      UUID id,
      Persons.Named person,
      String level,
      String text,
      List<Against> against,
      Instant madeAt,
      Instant dueAt,
      boolean own,
      String state,
      @Nullable Instant decidedAt,
      @Nullable String decider,
      @Nullable String answer) {}

  @GetMapping
  @Access(value = Permission.STATUS_DECIDE, within = Within.UNITS)
  Page<AppealView> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit,
      Caller caller) {
    int size = Page.limit(limit);
    String wanted = state == null || state.isBlank() || !PlainValues.isText(state) ? null : state;
    Page<AppealStore.Row> page =
        Page.of(
            store.list(wanted, caller.scope(), TimeKeys.of(after), size + 1),
            size,
            row -> TimeKeys.text(row.madeAt(), row.id()));
    return new Page<>(views(page.items(), caller), page.next(), null);
  }

  /** The answer to an appeal. */
  record Answering(@Nullable Boolean accepted, @Nullable String reason) {}

  @PostMapping("/{id}/decision")
  @Access(value = Permission.STATUS_DECIDE, within = Within.UNITS)
  AppealView decide(@PathVariable UUID id, @RequestBody Answering body, Caller caller) {
    String answer = Texts.required("reason", body.reason());
    if (body.accepted() == null) {
      throw Refused.invalid("status.field_missing").field("accepted");
    }
    return views(List.of(appeals.decide(id, body.accepted(), answer, caller)), caller).getFirst();
  }

  private List<AppealView> views(List<AppealStore.Row> rows, Caller caller) {
    Map<UUID, PersonSummary> cards =
        persons.cards(rows.stream().map(AppealStore.Row::person).toList());
    Map<UUID, StatusBoard.Item> items = new HashMap<>();
    board
        .evidence(rows.stream().flatMap(row -> row.evidence().stream()).distinct().toList())
        .forEach(item -> items.put(item.evidence().id(), item));
    return rows.stream()
        .map(row ->
            new AppealView(
                row.id(),
                Persons.named(row.person(), cards),
                row.level(),
                row.text(),
                row.evidence().stream()
                    .map(items::get)
                    .filter(Objects::nonNull)
                    .map(AppealController::against)
                    .toList(),
                row.madeAt(),
                row.dueAt(),
                row.decidedBefore().contains(caller.id()),
                row.state(),
                row.decidedAt(),
                row.decider(),
                row.answer()))
        .toList();
  }

  private static Against against(StatusBoard.Item item) {
    return new Against(
        item.evidence().id(),
        item.evidence().kind(),
        item.evidence().at(),
        item.actor(),
        item.withdrawnAt() != null);
  }
}
