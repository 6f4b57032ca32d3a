package org.shouwang.policy;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.shouwang.CallerFixtures;
import org.shouwang.security.Permission;
import org.shouwang.security.Scope;
import org.springframework.stereotype.Component;

/** Lays rules of norovirus in a month that no other test looks at. */
@Component
public class HoursForTests {

  /** Within that month. */
  public static final Instant THEN = Instant.parse("2029-01-09T23:00:00Z"); // 07:00

  private final Policy policy;

  HoursForTests(Policy policy) {
    this.policy = policy;
  }

  /** Puts them in force there, all at once, since an edition of the same id takes its place. */
  public void lay() {
    String rules =
        Map.of(
                "cases.trace_hours", 1,
                "isolation.unwell_hours", 5,
                "isolation.visit.morning_until", 8,
                "sampling.report_hours", 6)
            .entrySet()
            .stream()
            .map(each ->
                "  - {key: %s, value: %s, article: '1', confidence: unverified, meaning: {zh: 时, en: h}}\n"
                    .formatted(each.getKey(), each.getValue()))
            .sorted()
            .collect(Collectors.joining());
    String text =
        """
        id: it-hours
        name: {zh: 测试时限, en: Hours}
        jurisdiction: park
        disease: norovirus
        source: test
        validFrom: 2029-01-01
        validTo: 2029-02-01
        rules:
        """
            + rules;
    Edition edition = EditionReader.read(text).edition();
    if (edition == null) {
      throw new IllegalStateException(EditionReader.read(text).problems().toString());
    }
    policy.upload(
        edition, text, CallerFixtures.account(Scope.EVERYWHERE, Permission.POLICY_MANAGE));
  }
}
