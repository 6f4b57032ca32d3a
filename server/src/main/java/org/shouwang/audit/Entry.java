package org.shouwang.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One act with its digests. */
record Entry(
    Instant at,
    UUID id,
    Actor actor,
    String action,
    @Nullable String subject,
    @Nullable UUID cause,
    String body,
    byte[] bodyHash,
    byte[] digest) {

  static Entry of(
      Instant at,
      UUID id,
      Actor actor,
      String action,
      @Nullable String subject,
      @Nullable UUID cause,
      String body) {
    byte[] bodyHash = sha256().digest(body.getBytes(StandardCharsets.UTF_8));
    return new Entry(
        at,
        id,
        actor,
        action,
        subject,
        cause,
        body,
        bodyHash,
        digest(at, id, actor, action, subject, cause, bodyHash));
  }

  /** Digest over everything that must never change; each part is preceded by its length. */
  static byte[] digest(
      Instant at,
      UUID id,
      Actor actor,
      String action,
      @Nullable String subject,
      @Nullable UUID cause,
      byte[] bodyHash) {
    MessageDigest sha = sha256();
    for (String part :
        new String[] {
          at.toString(),
          id.toString(),
          actor.kind(),
          actor.id().toString(),
          actor.name(),
          action,
          subject == null ? "" : subject,
          cause == null ? "" : cause.toString()
        }) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      sha.update((byte) (bytes.length >> 8));
      sha.update((byte) bytes.length);
      sha.update(bytes);
    }
    return sha.digest(bodyHash);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
