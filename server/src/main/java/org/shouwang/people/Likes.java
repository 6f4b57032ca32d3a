package org.shouwang.people;

/** Patterns of {@code like} from what people typed. */
final class Likes {

  private Likes() {}

  static String starting(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
