package org.shouwang.command;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Caller;
import org.shouwang.security.Callers;
import org.shouwang.security.Permission;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** Tells whether somebody may sign, for themselves or as a deputy, and what they see. */
@Component
class Signatures {

  private final Callers callers;
  private final DeputyStore deputies;
  private final UnitBoard units;
  private final WorldClock world;

  Signatures(Callers callers, DeputyStore deputies, UnitBoard units, WorldClock world) {
    this.callers = callers;
    this.deputies = deputies;
    this.units = units;
    this.world = world;
  }

  /**
   * A signature with the right that an act needs.
   *
   * @param onBehalfOf account for which it is signed; null: the caller's own
   * @throws Refused 403 when the caller, or whom they stand for, may not
   */
  Signature of(Caller caller, @Nullable UUID onBehalfOf, Permission needed) {
    Signature signature =
        onBehalfOf == null || onBehalfOf.equals(caller.id())
            ? new Signature(caller, null)
            : new Signature(caller, principal(caller, onBehalfOf));
    if (!signature.may(needed)) {
      throw Refused.forbidden("security.forbidden");
    }
    return signature;
  }

  private Caller principal(Caller deputy, UUID id) {
    Optional<Caller> principal =
        deputies.isDeputy(id, deputy.id(), world.now()) ? callers.account(id) : Optional.empty();
    return principal.orElseThrow(
        () -> Refused.forbidden("command.not_deputy").field("onBehalfOf").value(id));
  }

  /** Holds an act to the units of who signs. */
  void requireWithin(Signature signature, UUID unit) {
    if (!within(signature, unit)) {
      throw Refused.forbidden("command.unit_outside").field("unitId").value(unit);
    }
  }

  boolean within(Signature signature, UUID unit) {
    return signature.scope().everywhere()
        || units.within(signature.scope().units(), List.of(unit)).contains(unit);
  }

  /** What a reader sees. */
  Sight sight(Caller caller) {
    return sight(caller, Permission.COMMAND_DIRECT);
  }

  /** Units for which a reader may do something, also as a deputy. */
  Sight hands(Caller caller, Permission permission) {
    boolean all = false;
    Set<UUID> tops = new HashSet<>();
    for (Caller each : standing(caller)) {
      if (each.may(permission)) {
        all |= each.scope().everywhere();
        tops.addAll(each.scope().units());
      }
    }
    return new Sight(all, tops);
  }

  private Sight sight(Caller caller, Permission seesAll) {
    boolean all = false;
    Set<UUID> tops = new HashSet<>();
    for (Caller each : standing(caller)) {
      all |= each.may(seesAll) || each.scope().everywhere();
      tops.addAll(each.scope().units());
    }
    return new Sight(all, tops);
  }

  /** The caller and those they are a deputy of now. */
  private List<Caller> standing(Caller caller) {
    Set<UUID> ids = deputies.principalsOf(caller.id(), world.now());
    List<Caller> all = new java.util.ArrayList<>(List.of(caller));
    ids.forEach(id -> callers.account(id).ifPresent(all::add));
    return all;
  }
}
