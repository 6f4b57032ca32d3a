package org.shouwang.channels;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where messages go outside the app.
 *
 * @param toKind unit or person; null: serves all who have none of their own
 * @param address sealed: a robot's address is its key
 * @param shown the address as screens may show it
 * @param secret sealed signing secret or token
 * @param failures of the channel itself, in a row
 * @param restUntil not tried before
 */
record Route(
    UUID id,
    String name,
    ChannelKind channel,
    @Nullable String toKind,
    @Nullable UUID toId,
    byte[] address,
    String shown,
    byte @Nullable [] secret,
    int perMinute,
    boolean enabled,
    int failures,
    @Nullable Instant restUntil,
    @Nullable Instant lastOk,
    @Nullable String reason,
    @Nullable String detail,
    int version) {

  /** What the vault seals a route's address for. */
  static String addressOf(UUID id) {
    return "channels.route.address:" + id;
  }

  /** What the vault seals a route's secret for. */
  static String secretOf(UUID id) {
    return "channels.route.secret:" + id;
  }
}
