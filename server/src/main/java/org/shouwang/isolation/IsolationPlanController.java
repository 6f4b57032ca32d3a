package org.shouwang.isolation;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.IsolationPlan.Contact;
import org.shouwang.policy.Confidence;
import org.shouwang.policy.Policy;
import org.shouwang.policy.Rule;
import org.shouwang.policy.Snapshot;
import org.shouwang.security.Access;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the rules in force ask of a contact, reckoned without anybody's name. */
@RestController
@RequestMapping("/api/v1/isolation")
class IsolationPlanController {

  private final Policy policy;
  private final WorldClock world;

  IsolationPlanController(Policy policy, WorldClock world) {
    this.policy = policy;
    this.world = world;
  }

  /**
   * A plan with the rules it follows.
   *
   * @param rulesOf the day whose rules were taken
   * @param layers editions, the widest jurisdiction first
   * @param unverified keys of rules that it rests on and that couldn't be checked against the
   *     printed edition
   */
  record Reckoned(
      LocalDate rulesOf,
      String snapshot,
      List<Snapshot.Layer> layers,
      boolean managed,
      List<IsolationPlan.Stay> stays,
      List<IsolationPlan.Test> tests,
      @Nullable LocalDate lastDay,
      @Nullable LocalDate until,
      int contactNegatives,
      List<String> unverified) {}

  /**
   * Reckons stays and tests of a contact.
   *
   * @param kind {@code close} or {@code secondary}
   * @param isolated first day of isolation; absent: the day after the exposure
   * @param rulesOf whose rules; absent: today's
   * @param disease absent: the principal one
   * @throws Refused 422 {@code isolation.class_unknown}, {@code isolation.before_exposure}
   */
  @GetMapping("/plan")
  @Access(value = Permission.POLICY_READ, within = Within.PARK)
  Reckoned plan(
      @RequestParam("class") String kind,
      @RequestParam LocalDate lastExposure,
      @RequestParam(required = false) @Nullable LocalDate isolated,
      @RequestParam(required = false) @Nullable LocalDate rulesOf,
      @RequestParam(required = false) @Nullable String disease) {
    LocalDate day = rulesOf == null ? world.today() : rulesOf;
    LocalDate first = isolated == null ? lastExposure.plusDays(1) : isolated;
    if (first.isBefore(lastExposure)) {
      throw Refused.invalid("isolation.before_exposure").field("isolated").value(first);
    }
    Snapshot rules =
        policy
            .of(policy.disease(disease))
            .inForce(day.atTime(12, 0).atZone(WorldClock.ZONE).toInstant());
    ContactClass contact = of(kind);
    IsolationTerms terms = IsolationTerms.of(contact, rules.values(IsolationTerms.PREFIX));
    IsolationPlan plan = IsolationPlan.of(new Contact(contact, lastExposure, first), terms);
    return new Reckoned(
        day,
        rules.id(),
        rules.layers(),
        terms.managed(),
        plan.stays(),
        plan.tests(),
        plan.lastDay(),
        plan.until(),
        terms.contactNegatives(),
        unverified(contact, rules));
  }

  private static ContactClass of(String kind) {
    for (ContactClass each : ContactClass.values()) {
      if (each.key().equals(kind)) {
        return each;
      }
    }
    throw Refused.invalid("isolation.class_unknown")
        .field("class")
        .value(kind.length() > 40 ? kind.substring(0, 40) : kind);
  }

  /** Of the other class nothing is asked. */
  private static List<String> unverified(ContactClass contact, Snapshot rules) {
    String other =
        IsolationTerms.PREFIX
            + (contact == ContactClass.CLOSE ? ContactClass.SECONDARY : ContactClass.CLOSE).key();
    return rules.rules().values().stream()
        .filter(rule -> rule.key().startsWith(IsolationTerms.PREFIX))
        .filter(rule -> !rule.key().startsWith(other))
        .filter(rule -> rule.value() != null && rule.confidence() == Confidence.unverified)
        .map(Rule::key)
        .toList();
  }
}
