package org.shouwang.storage;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/** Columns of many rows as parameters of one statement, to be taken apart by {@code unnest}. */
public final class Columns {

  private Columns() {}

  /**
   * One column as an array of texts, cast to its type in the statement.
   *
   * @param column a row's value as text; null stays null
   */
  public static <T> SqlArrayValue texts(
      Collection<T> rows, Function<T, ? extends @Nullable Object> column) {
    @Nullable Object[] texts = new @Nullable Object[rows.size()];
    int i = 0;
    for (T row : rows) {
      Object value = column.apply(row);
      texts[i++] = value == null ? null : value.toString();
    }
    return new SqlArrayValue("text", texts);
  }

  /** An instant as JDBC takes it. */
  public static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
