package org.shouwang.status;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The key to a person's own page: 256 random bits, given to the person and kept as a digest only.
 * Whoever has it sees that person's page and nothing else.
 */
@Component
class PageKeys {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String DAYS = "status.page.days";
  private static final int USUAL_DAYS = 7;
  private static final int LENGTH = 43;

  private final PageKeyStore store;
  private final Evaluation evaluation;
  private final Audit audit;
  private final Clock wall;
  private final WorldClock world;

  PageKeys(PageKeyStore store, Evaluation evaluation, Audit audit, Clock wall, WorldClock world) {
    this.store = store;
    this.evaluation = evaluation;
    this.audit = audit;
    this.wall = wall;
    this.world = world;
  }

  /** A key as it is shown once. */
  record Issued(String token, Instant expiresAt) {}

  @Transactional
  Issued issue(UUID person, Caller caller) {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Integer days = evaluation.rulesAt(world.now()).number(DAYS);
    Instant now = wall.instant();
    Instant expires = now.plus(Duration.ofDays(days == null ? USUAL_DAYS : days));
    store.issue(digest(token), person, caller, now, expires);
    audit.record(
        caller.actor(),
        "status.page_key_issued",
        "person:" + person,
        Map.of("expires", expires.toString()));
    return new Issued(token, expires);
  }

  @Transactional
  int revoke(UUID person, Caller caller) {
    int revoked = store.revoke(person, caller.name(), wall.instant());
    if (revoked > 0) {
      audit.record(
          caller.actor(), "status.page_key_revoked", "person:" + person, Map.of("keys", revoked));
    }
    return revoked;
  }

  /**
   * Whose page a key opens.
   *
   * @throws Refused 404, the same for a wrong, an expired and a revoked one
   */
  UUID person(@Nullable String token) {
    if (token == null || token.length() != LENGTH) {
      throw Refused.notFound("status.page_unknown");
    }
    return store
        .person(digest(token), wall.instant())
        .orElseThrow(() -> Refused.notFound("status.page_unknown"));
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
