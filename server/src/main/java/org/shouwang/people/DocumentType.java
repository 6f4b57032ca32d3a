package org.shouwang.people;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person shows to prove who they are. */
public enum DocumentType {
  /** 居民身份证, GB 11643-1999. */
  RESIDENT_ID,
  /** 港澳台居民居住证. */
  RESIDENCE_PERMIT,
  /** 回乡证: mainland travel permit of people from Hong Kong and Macao. */
  HOME_RETURN_PERMIT,
  /** A passport, ours or a foreign one. */
  PASSPORT,
  /** Anything else; only its length is checked. */
  OTHER;

  /** The name in JSON and in the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of this key, if there is one. */
  public static Optional<DocumentType> of(@Nullable String key) {
    for (DocumentType type : values()) {
      if (type.key().equals(key)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
