package org.shouwang.security;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** SQL of the revision numbers. */
@Repository
class RevisionStore {

  private static final String READ = "select accounts, devices from security.revision";

  private static final String RAISE_ACCOUNTS =
      "update security.revision set accounts = accounts + 1";

  private static final String RAISE_DEVICES = "update security.revision set devices = devices + 1";

  private final JdbcClient jdbc;

  RevisionStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The numbers as they stand. */
  record Numbers(long accounts, long devices) {}

  Numbers read() {
    return jdbc.sql(READ)
        .query((row, number) -> new Numbers(row.getLong(1), row.getLong(2)))
        .single();
  }

  void raiseAccounts() {
    jdbc.sql(RAISE_ACCOUNTS).update();
  }

  void raiseDevices() {
    jdbc.sql(RAISE_DEVICES).update();
  }
}
