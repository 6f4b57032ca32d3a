package org.shouwang.channels;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Speaks one protocol: makes the request, understands the answer. Knows no network. */
interface Adapter {

  /** Whose protocol it is. */
  ChannelKind kind();

  /**
   * A message ready to leave.
   *
   * @param id of the delivery, the same in every attempt
   * @param text what is read
   * @param phone for SMS only
   */
  record Letter(UUID id, String text, @Nullable String phone) {}

  /**
   * Where to and with what secret.
   *
   * @param secret the robot's signing secret or the gateway's token
   */
  record Target(URI address, @Nullable String secret) {}

  /** A POST of JSON. */
  record Post(URI address, Map<String, String> headers, Map<String, ?> body) {}

  /**
   * What the other side said.
   *
   * @param retryAfter if it said so
   */
  record Answer(int status, String body, @Nullable Duration retryAfter) {}

  /** The request for a letter. */
  Post write(Letter letter, Target target, Instant now);

  /** What an answer means. */
  Outcome read(Answer answer);
}
