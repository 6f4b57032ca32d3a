package org.shouwang.channels;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Group robots of 企业微信: POST of {@code {"msgtype":"text","text":{"content":…}}} to the webhook,
 * whose address holds its key. The text may have 2,048 bytes. Plain text rather than markdown: it
 * also shows in WeChat, and a name can't become markup.
 *
 * <p>The protocol has no id of ours: an attempt cut off between sending and its record is sent
 * again and may be read twice.
 */
@Component
class WecomRobot implements Adapter {

  private static final int BYTES = 2_048;

  /** 45009: more than 20 a minute. 45033: too many at once. −1: the system is busy. */
  private static final Map<Integer, Duration> BUSY =
      Map.of(
          45009, Duration.ofSeconds(60), 45033, Duration.ofSeconds(10), -1, Duration.ofSeconds(10));

  /** 93000: no such webhook any more. The others: the content is not taken. */
  private static final Set<Integer> REFUSED = Set.of(93000, 40008, 40058, 44004, 45002, 301019);

  private static final RobotAnswer ANSWER = new RobotAnswer(BUSY, REFUSED);

  @Override
  public ChannelKind kind() {
    return ChannelKind.WECOM;
  }

  @Override
  public Post write(Letter letter, Target target, Instant now) {
    return new Post(
        target.address(),
        Map.of(),
        Map.of(
            "msgtype", "text", "text", Map.of("content", RobotAnswer.cut(letter.text(), BYTES))));
  }

  @Override
  public Outcome read(Answer answer) {
    return ANSWER.read(answer);
  }
}
