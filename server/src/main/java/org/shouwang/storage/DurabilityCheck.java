package org.shouwang.storage;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refuses to start on a database that could forget an acknowledged fact. */
final class DurabilityCheck {

  private static final String SETTINGS =
      """
      select name || ' = ' || setting
      from pg_settings
      where name in ('fsync', 'full_page_writes', 'synchronous_commit')
        and setting in ('off', 'local')
        and not (name = 'synchronous_commit' and setting = 'local')
      """;

  private static final String VERSION = "select current_setting('server_version_num')::int";

  private DurabilityCheck() {}

  /**
   * Asserts fsync, full_page_writes and synchronous_commit on, and PostgreSQL ≥ 18.
   *
   * @throws IllegalStateException naming each setting that is off and the cure
   */
  static void assertDurable(DataSource dataSource) {
    JdbcClient jdbc = JdbcClient.create(dataSource);
    List<String> off = jdbc.sql(SETTINGS).query(String.class).list();
    if (!off.isEmpty()) {
      throw new IllegalStateException(
          "the database would lose acknowledged facts in a crash: %s; turn them on and start again"
              .formatted(String.join(", ", off)));
    }
    int version = jdbc.sql(VERSION).query(Integer.class).single();
    if (version < 180_000) {
      throw new IllegalStateException(
          "PostgreSQL 18 or later is needed, this is %d; upgrade it or use the embedded one"
              .formatted(version / 10_000));
    }
  }
}
