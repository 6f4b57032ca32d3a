package org.shouwang.own;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.isolation.OwnFollowUp;
import org.shouwang.security.Caller;
import org.shouwang.security.RateLimit;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes, revokes and opens links. A token is 256 random bits, told once and kept as a digest; one
 * that is unknown, expired or revoked, or whose order has ended, is the same nothing.
 */
@Component
class Links {

  /** Characters of a token. */
  private static final int LENGTH = 43;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final LinkStore store;
  private final OwnFollowUp isolation;
  private final Audit audit;
  private final Clock wall;
  private final RateLimit requests;
  private final RateLimit misses;

  Links(LinkStore store, OwnFollowUp isolation, Audit audit, Clock wall, OwnSettings settings) {
    this.store = store;
    this.isolation = isolation;
    this.audit = audit;
    this.wall = wall;
    this.requests = new RateLimit(settings.burst(), settings.perSecond());
    this.misses = new RateLimit(settings.missesBurst(), settings.missesPerSecond());
  }

  /**
   * A link as it is told once.
   *
   * @param path the address of the page, below the console's own; the token stands after the #,
   *     which no browser sends
   */
  record Made(String token, String path, Instant expiresAt) {}

  /**
   * Makes a link; what stood for the same purpose opens nothing any more.
   *
   * @param order of isolation; null for a declaration
   */
  @Transactional
  Made make(UUID person, Purpose purpose, @Nullable UUID order, int days, Caller caller) {
    store.turn(person, purpose);
    Instant now = wall.instant().truncatedTo(ChronoUnit.MICROS);
    revoked(store.revoke(person, purpose, caller.name(), now), "replaced", caller);
    String token = token();
    Link link =
        new Link(
            UuidCreator.getTimeOrderedEpoch(),
            person,
            purpose,
            order,
            now,
            caller.name(),
            now.plus(Duration.ofDays(days)));
    store.make(link, digest(token), caller);
    Map<String, Object> body = new HashMap<>();
    body.put("link", link.id());
    body.put("purpose", purpose.key());
    body.put("expires", link.expiresAt().toString());
    audit.record(caller.actor(), "own.link_made", "person:" + person, order, body);
    return new Made(token, "/own#" + token, link.expiresAt());
  }

  /** Revokes what stands for a purpose; returns how many. */
  @Transactional
  int revoke(UUID person, Purpose purpose, Caller caller) {
    store.turn(person, purpose);
    return revoked(
        store.revoke(person, purpose, caller.name(), wall.instant().truncatedTo(ChronoUnit.MICROS)),
        "revoked",
        caller);
  }

  private int revoked(List<Link> links, String why, Caller caller) {
    links.forEach(link ->
        audit.record(
            caller.actor(),
            "own.link_revoked",
            "person:" + link.person(),
            Map.of("link", link.id(), "purpose", link.purpose().key(), "why", why)));
    return links.size();
  }

  /** Links of a person that open something; those of an order that has ended don't. */
  List<Link> now(UUID person) {
    return store.now(person, wall.instant()).stream().filter(this::works).toList();
  }

  /**
   * The link that a token opens.
   *
   * @param wanted what is asked for; null: whatever it is for
   * @param address whose guesses are counted
   * @throws Refused 404 {@code own.link_unknown}, 429 {@code own.too_often}
   */
  Link open(@Nullable String token, @Nullable Purpose wanted, String address) {
    Link link = token != null && token.length() == LENGTH ? find(token) : null;
    if (link == null || (wanted != null && link.purpose() != wanted)) {
      take(misses, address);
      throw unknown();
    }
    take(requests, link.id());
    return link;
  }

  /** What a link answers that opens nothing. */
  static Refused unknown() {
    return Refused.notFound("own.link_unknown");
  }

  private @Nullable Link find(String token) {
    return store.opens(digest(token), wall.instant()).filter(this::works).orElse(null);
  }

  private boolean works(Link link) {
    return link.order() == null || isolation.isInForce(link.order());
  }

  private static void take(RateLimit limit, Object key) {
    long wait = limit.take(key);
    if (wait > 0) {
      throw Refused.of(429, "own.too_often").with("retryAfter", wait);
    }
  }

  private static String token() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
