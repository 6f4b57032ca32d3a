package org.shouwang.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Wires the two roles: the owner migrates and makes partitions, the application reads and adds. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

  /** The database server, embedded or given; closed last. */
  @Bean(destroyMethod = "close")
  Database database(StorageSettings settings) {
    return Database.open(settings);
  }

  /** Few connections of the owner: migrations, partitions. */
  @Bean(destroyMethod = "close")
  @Qualifier("owner")
  HikariDataSource ownerDataSource(Database database) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("owner");
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.ownerUser());
    pool.setPassword(database.ownerPassword());
    pool.setMaximumPoolSize(2);
    pool.setMinimumIdle(0);
    pool.setIdleTimeout(60_000);
    return new HikariDataSource(pool);
  }

  /** Schemas of all modules, in order; everything that touches the database waits for it. */
  @Bean
  Migrations migrations(Database database, @Qualifier("owner") DataSource owner) {
    Migrations migrations = new Migrations(database, owner);
    migrations.run();
    return migrations;
  }

  /** The application's own pool: durable commits, checked at start. */
  @Bean(destroyMethod = "close")
  @Primary
  HikariDataSource dataSource(Database database, StorageSettings settings, Migrations migrations) {
    Objects.requireNonNull(migrations);
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("app");
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.appUser());
    pool.setPassword(database.appPassword());
    pool.setMaximumPoolSize(settings.pool());
    pool.setMinimumIdle(4);
    pool.setConnectionTimeout(10_000);
    pool.addDataSourceProperty("reWriteBatchedInserts", "true");
    pool.addDataSourceProperty("prepareThreshold", "3");
    pool.addDataSourceProperty("ApplicationName", "shouwang");
    HikariDataSource dataSource = new HikariDataSource(pool);
    DurabilityCheck.assertDurable(dataSource);
    return dataSource;
  }

  /**
   * The server in use with the names and passwords of both roles.
   *
   * @param server the embedded server; null when a server was given by URL
   */
  record Database(
      @Nullable EmbeddedPostgres server,
      String url,
      String ownerUser,
      String ownerPassword,
      String appUser,
      String appPassword)
      implements AutoCloseable {

    static Database open(StorageSettings settings) {
      String url = settings.url();
      if (url != null) {
        return new Database(
            null,
            url,
            required("owner-user", settings.ownerUser()),
            required("owner-password", settings.ownerPassword()),
            settings.appUser(),
            required("app-password", settings.appPassword()));
      }
      EmbeddedPostgres server =
          EmbeddedPostgres.start(settings.directory(), settings.port(), settings.binaries());
      try {
        String password = server.superuserPassword();
        ClusterSetUp.prepare(server, settings.appUser(), password);
        return new Database(
            server,
            server.url("shouwang"),
            ClusterSetUp.OWNER,
            password,
            settings.appUser(),
            password);
      } catch (RuntimeException e) {
        server.close();
        throw e;
      }
    }

    private static String required(String name, @Nullable String value) {
      if (value == null || value.isBlank()) {
        throw new IllegalStateException(
            "shouwang.storage.url is set, so shouwang.storage." + name + " must be set too");
      }
      return value;
    }

    @Override
    public void close() {
      if (server != null) {
        server.close();
      }
    }
  }
}
