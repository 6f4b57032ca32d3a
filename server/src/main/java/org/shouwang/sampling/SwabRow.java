package org.shouwang.sampling;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A swab as its tube's row keeps it.
 *
 * @param place sampling point
 * @param device device or account that registered it
 * @param by its name then
 * @param pool size chosen for the tube
 * @param own most that the person may share a tube with; 0: nobody knows
 * @param elsewhere swabbed in the same round in another tube
 * @param ended no longer counts: undone, or judged so
 * @param disease that it is tested for; null: the principal one
 */
record SwabRow(
    UUID id,
    Instant at,
    UUID person,
    UUID place,
    @Nullable UUID unit,
    @Nullable UUID round,
    UUID device,
    String by,
    int pool,
    int own,
    @Nullable String household,
    @Nullable String group,
    String purpose,
    @Nullable String lane,
    boolean child,
    boolean guardian,
    boolean ended,
    @Nullable String disease) {

  SwabRow withRound(@Nullable UUID round, int own) {
    return new SwabRow(
        id, at, person, place, unit, round, device, by, pool, own, household, group, purpose, lane,
        child, guardian, ended, disease);
  }

  SwabRow withEnded() {
    return new SwabRow(
        id, at, person, place, unit, round, device, by, pool, own, household, group, purpose, lane,
        child, guardian, true, disease);
  }

  Tested tested() {
    return new Tested(person, id, at, place, unit, round);
  }

  TubeRules.Member member() {
    return new TubeRules.Member(person.toString(), household, group, purpose, lane, ended);
  }
}
