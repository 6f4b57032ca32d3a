package org.shouwang.isolation;

import java.util.Locale;

/** What the health authority calls a contact. */
public enum ContactClass {
  /** 密切接触者 */
  CLOSE,
  /** 密接的密接 */
  SECONDARY;

  /** Name in JSON, the database and the editions. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
