package org.shouwang.storage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes the database and its two roles in a fresh embedded cluster. Passwords are hex, no quoting.
 */
final class ClusterSetUp {

  /** Role that owns the schemas; the application never signs in with it. */
  static final String OWNER = "shouwang_owner";

  private ClusterSetUp() {}

  static void prepare(EmbeddedPostgres server, String appUser, String password) {
    try (Connection superuser =
            DriverManager.getConnection(server.url("postgres"), "postgres", password);
        Statement statement = superuser.createStatement()) {
      role(statement, OWNER, password);
      role(statement, appUser, password);
      if (!exists(statement, "select 1 from pg_database where datname = 'shouwang'")) {
        statement.execute("create database shouwang owner " + OWNER);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database could not be prepared: " + e.getMessage(), e);
    }
    try (Connection superuser =
            DriverManager.getConnection(server.url("shouwang"), "postgres", password);
        Statement statement = superuser.createStatement()) {
      statement.execute("create extension if not exists btree_gist");
      statement.execute("create extension if not exists pg_trgm");
      statement.execute("revoke create on schema public from public");
    } catch (SQLException e) {
      throw new IllegalStateException("the extensions could not be made: " + e.getMessage(), e);
    }
  }

  private static void role(Statement statement, String name, String password) throws SQLException {
    if (!exists(statement, "select 1 from pg_roles where rolname = '" + name + "'")) {
      statement.execute("create role %s login password '%s'".formatted(name, password));
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }
}
