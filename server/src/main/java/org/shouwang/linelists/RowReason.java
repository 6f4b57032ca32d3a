package org.shouwang.linelists;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.PlainValues;

/**
 * Why a row was not taken, or what of it was left.
 *
 * @param code its texts' key
 * @param header of the column at fault; null: the row as a whole
 * @param values named values of its texts; never a number of a person
 */
record RowReason(String code, @Nullable String header, Map<String, String> values) {

  static RowReason of(String code, @Nullable String header) {
    return new RowReason(code, header, Map.of());
  }

  RowReason with(String name, Object value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, PlainValues.shown(String.valueOf(value), 60));
    return new RowReason(code, header, more);
  }
}
