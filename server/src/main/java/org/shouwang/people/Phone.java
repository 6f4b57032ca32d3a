package org.shouwang.people;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Mobile numbers of the mainland. */
final class Phone {

  private static final Pattern MOBILE = Pattern.compile("1[3-9]\\d{9}");

  private Phone() {}

  /** As it is kept: digits alone, +86 taken off. */
  static String normalised(@Nullable String raw) {
    String code = Texts.code(raw).replace("-", "").replace("(", "").replace(")", "");
    if (code.startsWith("+86")) {
      return code.substring(3);
    }
    if (code.startsWith("0086")) {
      return code.substring(4);
    }
    return code.length() == 13 && code.startsWith("86") ? code.substring(2) : code;
  }

  static boolean isValid(String normalised) {
    return MOBILE.matcher(normalised).matches();
  }
}
