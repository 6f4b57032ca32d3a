package org.shouwang.people;

import java.util.regex.Pattern;

/** Number plates of vehicles, GA 36. */
final class Plate {

  private static final String PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
  private static final Pattern START = Pattern.compile("[" + PROVINCES + "][A-HJ-NP-Z].+");
  private static final Pattern PLAIN =
      Pattern.compile("(?=(?:\\d*[A-HJ-NP-Z]){0,2}\\d*$)[A-HJ-NP-Z\\d]{5}");
  private static final Pattern SPECIAL = Pattern.compile("[A-HJ-NP-Z\\d]{4}[挂学警港澳领]");
  private static final Pattern NEW_ENERGY =
      Pattern.compile("[A-HJK][A-HJ-NP-Z\\d]\\d{4}|\\d{5}[A-HJK]");

  private Plate() {}

  static boolean isValid(String plate) {
    if (!START.matcher(plate).matches()) {
      return false;
    }
    String rest = plate.substring(2);
    return PLAIN.matcher(rest).matches()
        || SPECIAL.matcher(rest).matches()
        || NEW_ENERGY.matcher(rest).matches();
  }
}
