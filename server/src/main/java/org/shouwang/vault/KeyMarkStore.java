package org.shouwang.vault;

import java.util.Arrays;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The database's note of which keys its contents were sealed with. */
@Repository
class KeyMarkStore {

  private static final String READ = "select mark from vault.key_mark";

  private static final String WRITE =
      "insert into vault.key_mark (mark) values (:mark) on conflict do nothing";

  private final JdbcClient jdbc;

  KeyMarkStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<byte[]> mark() {
    return jdbc.sql(READ).query((row, number) -> row.getBytes(1)).optional();
  }

  /** Notes the mark, or says that the database belongs to other keys. */
  boolean agrees(byte[] mark) {
    jdbc.sql(WRITE).param("mark", mark).update();
    return Arrays.equals(mark, mark().orElseThrow());
  }
}
