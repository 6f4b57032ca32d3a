package org.shouwang.sampling;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.clock.WorldClock;
import org.shouwang.duties.Duties;
import org.shouwang.duties.EvidenceWanted;
import org.shouwang.duties.NewDuty;
import org.shouwang.duties.Party;
import org.springframework.stereotype.Component;

/**
 * Duties to swab somebody again: alone after a positive tube 追阳复采, or because a tube was lost. For
 * a specimen that was lost another one of its disease is wanted, which no swab stands for.
 */
@Component
class Reswabs {

  static final String KIND = "sampling.reswab";

  private static final Duration LATEST = Duration.ofDays(60);

  private final ReswabStore store;
  private final SwabStore swabs;
  private final Duties duties;
  private final TubeBook book;
  private final WorldClock world;

  Reswabs(ReswabStore store, SwabStore swabs, Duties duties, TubeBook book, WorldClock world) {
    this.store = store;
    this.swabs = swabs;
    this.duties = duties;
    this.book = book;
    this.world = world;
  }

  /**
   * Why members of a tube must be swabbed again.
   *
   * @param cause the result, step or act
   * @param since a swab alone from then on is the answer
   */
  record Why(String tube, UUID cause, String reason, boolean alone, Instant since) {}

  void open(Why why, List<SwabRow> members, Actor who) {
    UUID root = book.root();
    if (members.isEmpty() || root == null) {
      return; // nobody there who could hold a duty
    }
    Instant now = world.now();
    List<NewDuty> wanted = members.stream().map(member -> duty(why, member, root, now)).toList();
    store.insert(why, members);
    duties.create(wanted, who);
    if (why.alone()) {
      answered(swabs.singles(members.stream().map(SwabRow::person).toList(), why.since()), who);
    }
  }

  private NewDuty duty(Why why, SwabRow member, UUID root, Instant now) {
    Instant due = now.plus(book.hours(now, member.disease(), "sampling.reswab_hours", 24));
    UUID unit = member.unit() == null ? root : member.unit();
    return new NewDuty(
        key(why.cause(), member.person()),
        KIND,
        Party.unit(unit),
        unit,
        Party.person(member.person()),
        "",
        due.atZone(WorldClock.ZONE).toLocalDate(),
        now,
        due,
        why.alone() ? null : wanted(member.disease(), now),
        "task",
        null,
        null,
        why.cause());
  }

  private static EvidenceWanted wanted(@Nullable String disease, Instant now) {
    return disease == null
        ? new EvidenceWanted(Set.of(Swabs.TYPE), Map.of(), now, now.plus(LATEST))
        : new EvidenceWanted(
            Set.of(Specimens.TYPE), Map.of("disease", disease), now, now.plus(LATEST));
  }

  static String key(UUID cause, UUID person) {
    return cause + ":" + person;
  }

  /** Swabs alone have come: who was to be swabbed again was. */
  void swabbed(List<SwabRow> singles, Actor who) {
    if (!singles.isEmpty()) {
      answered(
          singles.stream().map(it -> new SwabStore.Single(it.person(), it.id(), it.at())).toList(),
          who);
    }
  }

  private void answered(List<SwabStore.Single> acts, Actor who) {
    if (acts.isEmpty()) {
      return;
    }
    Map<UUID, List<String>> keys = store.end(acts, world.now());
    keys.forEach((swab, its) -> duties.done(duties.pending(KIND, its), swab, who));
  }

  /** What made the members of a lost tube be swabbed again; its own where nobody was in it yet. */
  UUID cause(String tube, String reason) {
    return store
        .cause(tube, reason)
        .orElseGet(() -> UUID.nameUUIDFromBytes((tube + "|" + reason).getBytes(UTF_8)));
  }

  /** Takes back what was asked of people who weren't in these tubes after all. */
  void cancel(Map<String, Set<UUID>> out, String reason, Actor who, UUID act) {
    List<String> keys = store.cancel(out, world.now());
    if (!keys.isEmpty()) {
      duties.waive(duties.pending(KIND, keys), reason, who, act);
    }
  }

  /** Takes back what a result had asked for. */
  void cancel(UUID cause, String reason, Actor who, @Nullable UUID act) {
    List<String> keys = store.cancel(cause, world.now());
    if (!keys.isEmpty()) {
      duties.waive(duties.pending(KIND, keys), reason, who, act);
    }
  }
}
