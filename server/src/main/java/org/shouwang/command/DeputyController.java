package org.shouwang.command;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Callers;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Deputies over HTTP: every approver's, and who has none. */
@RestController
@RequestMapping("/api/v1/command/deputies")
class DeputyController {

  private final DeputyStore store;
  private final Callers callers;
  private final Audit audit;
  private final WorldClock world;

  DeputyController(DeputyStore store, Callers callers, Audit audit, WorldClock world) {
    this.store = store;
    this.callers = callers;
    this.audit = audit;
    this.world = world;
  }

  /** An account as it is named. */
  record Account(UUID id, String name) {}

  /** Who stands for an approver, and until when. */
  record Standing(Account deputy, Instant from, Instant until, String setBy, boolean now) {}

  /**
   * An approver with their deputy.
   *
   * @param deputy null: none, which is to be mended
   * @param mine whether the caller stands for them now
   * @param maySet whether the caller may set it
   */
  record Approver(Account account, @Nullable Standing deputy, boolean mine, boolean maySet) {}

  /** Approvers, and who may be a deputy. */
  record Deputies(List<Approver> approvers, List<Account> candidates) {}

  /** Who shall stand, from when until when. */
  record Setting(@Nullable UUID deputyId, @Nullable Instant from, @Nullable Instant until) {}

  /** A director sees every approver; others themselves and those they stand for. */
  @GetMapping
  @Access(value = Permission.COMMAND_READ, within = Within.SELF)
  Deputies list(Caller caller) {
    List<Caller> accounts = callers.accountsThatMay(Permission.COMMAND_READ);
    Instant now = world.now();
    Map<UUID, Caller> known =
        accounts.stream().collect(Collectors.toMap(Caller::id, Function.identity()));
    Map<UUID, List<DeputyStore.Standing>> standing =
        store.of(known.keySet(), now).stream()
            .collect(Collectors.groupingBy(DeputyStore.Standing::principal));
    List<Approver> approvers =
        accounts.stream()
            .filter(DeputyController::signs)
            .map(it -> approver(it, standing.getOrDefault(it.id(), List.of()), known, caller))
            .filter(it ->
                caller.may(Permission.COMMAND_DIRECT)
                    || it.mine()
                    || it.account().id().equals(caller.id()))
            .sorted(Comparator.comparing(it -> it.account().name()))
            .toList();
    return new Deputies(
        approvers, accounts.stream().map(it -> new Account(it.id(), it.name())).toList());
  }

  private static boolean signs(Caller account) {
    return account.may(Permission.COMMAND_DIRECT) || account.may(Permission.COMMAND_CARRY_OUT);
  }

  private Approver approver(
      Caller account, List<DeputyStore.Standing> standing, Map<UUID, Caller> known, Caller caller) {
    Instant now = world.now();
    Standing shown =
        standing.stream()
            .findFirst()
            .map(it -> {
              Caller deputy = known.get(it.deputy());
              return new Standing(
                  new Account(it.deputy(), deputy == null ? "" : deputy.name()),
                  it.from(),
                  it.until(),
                  it.setBy(),
                  !it.from().isAfter(now));
            })
            .orElse(null);
    return new Approver(
        new Account(account.id(), account.name()),
        shown,
        shown != null && shown.now() && shown.deputy().id().equals(caller.id()),
        maySet(caller, account.id()));
  }

  private static boolean maySet(Caller caller, UUID principal) {
    return caller.id().equals(principal) || caller.may(Permission.COMMAND_DIRECT);
  }

  @PutMapping("/{id}")
  @Access(value = Permission.COMMAND_READ, within = Within.SELF)
  @Transactional
  Deputies set(@PathVariable UUID id, @RequestBody Setting body, Caller caller) {
    Caller principal = principal(id, caller);
    if (body.deputyId() == null) {
      throw Refused.invalid("command.field_missing").field("deputyId");
    }
    Caller deputy =
        callers
            .account(body.deputyId())
            .filter(it -> it.may(Permission.COMMAND_READ) && !it.id().equals(id))
            .orElseThrow(() ->
                Refused.invalid("command.deputy_unfit").field("deputyId").value(body.deputyId()));
    Instant now = world.now();
    Instant given = body.from();
    Instant from = given == null || given.isBefore(now) ? now : given;
    Instant until = Texts.due("until", body.until(), from);
    store.set(new DeputyStore.Standing(id, deputy.id(), from, until, caller.name()), now);
    audit.record(
        caller.actor(),
        "command.deputy_set",
        "account:" + id,
        Map.of(
            "principal", principal.name(),
            "deputy", deputy.id(),
            "deputyName", deputy.name(),
            "from", from.toString(),
            "until", until.toString()));
    return list(caller);
  }

  @DeleteMapping("/{id}")
  @Access(value = Permission.COMMAND_READ, within = Within.SELF)
  @Transactional
  Deputies end(@PathVariable UUID id, Caller caller) {
    principal(id, caller);
    if (store.end(id, world.now()) > 0) {
      audit.record(caller.actor(), "command.deputy_ended", "account:" + id, Map.of());
    }
    return list(caller);
  }

  private Caller principal(UUID id, Caller caller) {
    if (!maySet(caller, id)) {
      throw Refused.forbidden("security.forbidden");
    }
    return callers
        .account(id)
        .filter(DeputyController::signs)
        .orElseThrow(() -> Refused.notFound("command.account_unknown").field("id").value(id));
  }
}
