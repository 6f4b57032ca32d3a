package org.shouwang.people;

import java.util.LinkedHashMap;
import java.util.Map;
import org.shouwang.web.PlainValues;

/**
 * Why a row of an import needs a person's eye.
 *
 * @param code its texts' key
 * @param field header of the column at fault
 * @param values named values of its texts; never a number of a person
 */
record Reason(String code, String field, Map<String, String> values) {

  static Reason of(String code, String field) {
    return new Reason(code, field, Map.of());
  }

  Reason with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, PlainValues.shown(value, 60)); // columns may have shifted by one
    return new Reason(code, field, more);
  }
}
