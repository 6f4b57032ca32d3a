package org.shouwang.storage;

import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.shouwang.storage.StorageConfiguration.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs each module's own migrations in its own schema, lower floors first. */
final class Migrations {

  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  /** Modules with tables, in the order of the floors. */
  static final List<String> MODULES =
      List.of(
          "storage",
          "clock",
          "audit",
          "vault",
          "security",
          "channels",
          "capture",
          "people",
          "policy",
          "duties",
          "presence",
          "status",
          "gates",
          "sampling",
          "rollcall",
          "screening",
          "command",
          "cases",
          "isolation",
          "enquiries",
          "own",
          "transfers",
          "incidents",
          "reports",
          "linelists",
          "scenario");

  private static final String GRANTS =
      """
      grant usage on schema %1$s to %2$s;
      alter default privileges in schema %1$s grant select, insert on tables to %2$s;
      alter default privileges in schema %1$s grant usage, select on sequences to %2$s;
      alter default privileges in schema %1$s grant execute on functions to %2$s;
      """;

  private final Database database;
  private final DataSource owner;

  Migrations(Database database, DataSource owner) {
    this.database = database;
    this.owner = owner;
  }

  void run() {
    JdbcClient jdbc = JdbcClient.create(owner);
    for (String module : MODULES) {
      String location = "classpath:db/migration/" + module;
      if (getClass().getResource("/db/migration/" + module) == null) {
        continue;
      }
      jdbc.sql("create schema if not exists " + module).update();
      jdbc.sql(GRANTS.formatted(module, database.appUser())).update();
      int applied =
          Flyway.configure()
              .dataSource(owner)
              .schemas(module)
              .defaultSchema(module)
              .table("schema_history")
              .locations(location)
              .placeholders(Map.of("app", database.appUser()))
              .load()
              .migrate()
              .migrationsExecuted;
      if (applied > 0) {
        log.info("schema {}: {} migrations applied", module, applied);
      }
    }
  }
}
