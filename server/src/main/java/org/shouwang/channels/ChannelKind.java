package org.shouwang.channels;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Ways out of the app. */
enum ChannelKind {
  /** Group robot of 企业微信; 20 messages a minute. */
  WECOM(20),
  /** Custom robot of 钉钉 with a signature; 20 messages a minute, then it is shut for ten. */
  DINGTALK(20),
  /** Text messages by an HTTP gateway. */
  SMS(300);

  private final int perMinute;

  ChannelKind(int perMinute) {
    this.perMinute = perMinute;
  }

  /** What the other side takes a minute. */
  int perMinute() {
    return perMinute;
  }

  /** Name in JSON and the database. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ChannelKind> of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
  }
}
