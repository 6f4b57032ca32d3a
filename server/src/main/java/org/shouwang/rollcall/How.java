package org.shouwang.rollcall;

import java.util.Locale;
import java.util.Optional;

/** How a fact accounts for somebody. */
enum How {
  /** A pass through a gate; not said by hand. */
  PASS,
  /** 签到: came to their post. */
  CHECK_IN,
  /** 驻厂: lives in the plant. */
  LIVING_IN,
  /** 外出: away on business, and known to be. */
  AWAY,
  /** 请假. */
  LEAVE,
  /** 隔离. */
  ISOLATED,
  /** Seen by a grid worker or a lead. */
  SEEN,
  /** Told by themselves. */
  OWN_REPORT;

  /** Name in JSON and the database. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it speaks of a moment unless days are given; the others speak of the whole day. */
  boolean isMoment() {
    return this == CHECK_IN || this == SEEN || this == OWN_REPORT || this == PASS;
  }

  /** Whether who is so can do nothing of what they hold; who lives in or is out on business can. */
  boolean isAbsence() {
    return this == LEAVE || this == ISOLATED;
  }

  /** What a hand may say. */
  static Optional<How> said(String key) {
    for (How how : values()) {
      if (how != PASS && how.key().equals(key)) {
        return Optional.of(how);
      }
    }
    return Optional.empty();
  }

  static How of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
