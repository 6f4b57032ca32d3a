package org.shouwang.people;

import java.util.Collection;
import org.springframework.jdbc.support.SqlArrayValue;

/** Arrays as parameters of a statement, so that one statement serves many rows. */
final class SqlArrays {

  private SqlArrays() {}

  static SqlArrayValue uuids(Collection<?> ids) {
    return new SqlArrayValue("uuid", ids.toArray());
  }

  static SqlArrayValue texts(Collection<String> texts) {
    return new SqlArrayValue("text", texts.toArray());
  }

  static SqlArrayValue bytes(Collection<byte[]> values) {
    return new SqlArrayValue("bytea", (Object[]) values.toArray(byte[][]::new));
  }

  static SqlArrayValue dates(Collection<java.sql.Date> values) {
    return new SqlArrayValue("date", values.toArray());
  }
}
