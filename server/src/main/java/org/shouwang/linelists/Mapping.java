package org.shouwang.linelists;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a table mean.
 *
 * @param columns field by header
 * @param values by field: our word for the file's, where the usual ones won't do
 */
record Mapping(
    @Nullable ListKind kind,
    Map<String, Field> columns,
    Map<Field, Map<String, String>> values,
    DayOrder order) {

  static Mapping of(ListFormat format, java.util.List<String> headers) {
    return new Mapping(
        format.kind(), Headers.columns(format, format.kind(), headers), Map.of(), DayOrder.AUTO);
  }

  /** Header of a field; null: the table has none. */
  @Nullable String header(Field wanted) {
    for (Map.Entry<String, Field> each : columns.entrySet()) {
      if (each.getValue() == wanted) {
        return each.getKey();
      }
    }
    return null;
  }

  /** Our word for a file's; null: nobody knows. */
  @Nullable String word(Field field, String theirs) {
    String chosen = values.getOrDefault(field, Map.of()).get(theirs.strip());
    return chosen != null ? chosen : CodeWords.ours(field, theirs);
  }

  Mapping ordered(DayOrder told) {
    return new Mapping(kind, new LinkedHashMap<>(columns), values, told);
  }
}
