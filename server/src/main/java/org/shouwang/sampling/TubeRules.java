package org.shouwang.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a swab may go into a tube. The field app asks the same before the swab is taken ({@code
 * golden/tube-rules.json} keeps both equal); what was taken all the same is kept and flagged.
 */
final class TubeRules {

  /** Group of people of whom one household goes into one tube. */
  static final String HOUSEHOLD = "household";

  private static final Set<String> AGAIN = Set.of("double", "positive_follow_up");
  private static final String APART = "apart";

  /**
   * A swab in a tube.
   *
   * @param group the person's group: key, apart, isolated, household, …
   * @param purpose round, calendar, home, positive_follow_up, double, own
   * @param lane ordinary or apart; null is ordinary
   */
  record Member(
      String person,
      @Nullable String household,
      @Nullable String group,
      String purpose,
      @Nullable String lane,
      boolean undone) {}

  /**
   * A tube before the swab.
   *
   * @param size how many go into it
   * @param members in the order of time; of those given, the ones that count
   */
  record Tube(String code, int size, boolean sealed, List<Member> members) {
    Tube {
      if (members.stream().anyMatch(Member::undone)) {
        members = members.stream().filter(member -> !member.undone()).toList();
      }
    }
  }

  /**
   * A swab about to be taken.
   *
   * @param pool most that the person may share a tube with, the person counted; 1 is single only
   * @param child too young to consent
   * @param guardian somebody consented for the person
   * @param testedInRound swabbed in this round before, in another tube
   */
  record Swab(
      String person,
      int pool,
      @Nullable String household,
      @Nullable String group,
      String purpose,
      @Nullable String lane,
      boolean child,
      boolean guardian,
      boolean testedInRound) {}

  /** Reasons against a swab, in the order in which they are asked. */
  enum Refusal {
    /** The code isn't one of ours and none a laboratory would print. */
    TUBE_CODE_INVALID((tube, swab) -> !TubeCode.valid(tube.code())),
    /** The tube is sealed 已封管. */
    TUBE_SEALED((tube, swab) -> tube.sealed()),
    /** As many live members as go into it. */
    TUBE_FULL((tube, swab) -> tube.members().size() >= tube.size()),
    /** The person is swabbed alone 单采. */
    SINGLE_ONLY((tube, swab) -> swab.pool() == 1 && tube.size() > 1),
    /** The tube is larger than the person's group allows. */
    WRONG_POOL((tube, swab) -> swab.pool() < tube.size()),
    /** The person is in this tube. */
    SAME_PERSON_IN_TUBE((tube, swab) ->
        once(swab.purpose())
            && tube.members().stream().anyMatch(it -> it.person().equals(swab.person()))),
    /** The person was swabbed in this round. */
    SAME_PERSON_IN_ROUND((tube, swab) -> once(swab.purpose()) && swab.testedInRound()),
    /** One household a tube. */
    HOUSEHOLD_MIXED(TubeRules::mixesHouseholds),
    /** People kept apart and others don't share a tube. */
    LANE_MIXED((tube, swab) ->
        !tube.members().isEmpty() && apart(tube.members().getFirst().lane()) != apart(swab.lane())),
    /** A child needs a guardian's consent. */
    GUARDIAN_MISSING((tube, swab) -> swab.child() && !swab.guardian());

    private final BiPredicate<Tube, Swab> stands;
    private final String key = name().toLowerCase(java.util.Locale.ROOT);

    Refusal(BiPredicate<Tube, Swab> stands) {
      this.stands = stands;
    }

    /** Name in JSON and the database. */
    String key() {
      return key;
    }
  }

  private static final Refusal[] ALL = Refusal.values();

  private TubeRules() {}

  /** The first reason against the swab; null: it may go in. */
  static @Nullable Refusal refusal(Tube tube, Swab swab) {
    for (Refusal each : ALL) {
      if (each.stands.test(tube, swab)) {
        return each;
      }
    }
    return null;
  }

  /** Every reason against the swab: what was taken all the same is flagged with all of them. */
  static List<Refusal> refusals(Tube tube, Swab swab) {
    // asked for each member of each tube with each swab that comes
    List<Refusal> found = List.of();
    for (Refusal each : ALL) {
      if (each.stands.test(tube, swab) && (each != Refusal.WRONG_POOL || swab.pool() != 1)) {
        found = found.isEmpty() ? new ArrayList<>(2) : found;
        found.add(each);
      }
    }
    return found;
  }

  /** Whether a swab for the purpose is taken once in a round. */
  static boolean once(String purpose) {
    return !AGAIN.contains(purpose);
  }

  private static boolean mixesHouseholds(Tube tube, Swab swab) {
    List<Member> live = tube.members();
    if (live.isEmpty()) {
      return false;
    }
    Member first = live.getFirst();
    return first.household() != null
        && HOUSEHOLD.equals(first.group())
        && !Objects.equals(first.household(), swab.household());
  }

  private static boolean apart(@Nullable String lane) {
    return APART.equals(lane);
  }
}
