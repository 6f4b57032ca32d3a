package org.shouwang.status;

import java.util.Locale;

/** The park control status 园区管控状态, from free to barred. */
public enum Level {
  /** 正常: no restriction. */
  FREE,
  /** 关注: may enter and work, is watched. */
  WATCHED,
  /** 先检后入: enters after a test. */
  TEST_FIRST,
  /** 暂留: kept apart until somebody has judged. */
  HELD,
  /** 禁入: doesn't enter. */
  BARRED;

  /** Name in JSON and the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
