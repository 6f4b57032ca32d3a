package org.shouwang.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shouwang.vault.Vault;
import org.springframework.stereotype.Component;

/**
 * Custom robots of 钉钉: POST of {@code {"msgtype":"text","text":{"content":…}}}. With a signing
 * secret the address also carries the time in milliseconds and {@code sign}: Base64 of HMAC-SHA256,
 * keyed by the secret, over {@code <time>\n<secret>}; the other side refuses a time more than an
 * hour off.
 *
 * <p>The protocol has no id of ours: an attempt cut off between sending and its record is sent
 * again and may be read twice.
 */
@Component
class DingtalkRobot implements Adapter {

  private static final int BYTES = 18_000;

  /** More than 20 a minute shut the robot for ten minutes. −1: the system is busy. */
  private static final Map<Integer, Duration> BUSY =
      Map.of(
          410100, Duration.ofMinutes(10),
          130101, Duration.ofMinutes(10),
          90030, Duration.ofMinutes(10),
          -1, Duration.ofSeconds(10));

  /**
   * 310000: signature, keyword or address don't agree. 4001xx: the robot is gone or stopped.
   * 4301xx: the content is not taken.
   */
  private static final Set<Integer> REFUSED =
      Set.of(
          310000, 300001, 400013, 400101, 400102, 400105, 400106, 430101, 430102, 430103, 430104,
          40035);

  private static final RobotAnswer ANSWER = new RobotAnswer(BUSY, REFUSED);

  @Override
  public ChannelKind kind() {
    return ChannelKind.DINGTALK;
  }

  @Override
  public Post write(Letter letter, Target target, Instant now) {
    return new Post(
        signed(target.address(), target.secret(), now),
        Map.of(),
        Map.of(
            "msgtype", "text", "text", Map.of("content", RobotAnswer.cut(letter.text(), BYTES))));
  }

  static URI signed(URI address, @Nullable String secret, Instant now) {
    if (secret == null) {
      return address;
    }
    long time = now.toEpochMilli();
    byte[] sign = Vault.hmac(secret.getBytes(UTF_8), time + "\n" + secret);
    String encoded = URLEncoder.encode(Base64.getEncoder().encodeToString(sign), UTF_8);
    String join = address.getRawQuery() == null ? "?" : "&";
    return URI.create(address + join + "timestamp=" + time + "&sign=" + encoded);
  }

  @Override
  public Outcome read(Answer answer) {
    return ANSWER.read(answer);
  }
}
