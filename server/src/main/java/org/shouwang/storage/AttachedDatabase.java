package org.shouwang.storage;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The embedded database of a data directory, for tools beside the server: joined while a server
 * runs on it, else started for the tool's own time.
 */
public final class AttachedDatabase implements AutoCloseable {

  private final @Nullable EmbeddedPostgres own;
  private final DataSource dataSource;

  private AttachedDatabase(@Nullable EmbeddedPostgres own, int port, String password) {
    this.own = own;
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/shouwang");
    source.setUser("shouwang_app");
    source.setPassword(password);
    this.dataSource = source;
  }

  /**
   * Joins or starts the database.
   *
   * @param directory the application's data directory
   * @param binaries where the server's programs are unpacked; null: beside the data
   * @throws IllegalStateException when there is no data, or it can't start
   */
  public static AttachedDatabase open(Path directory, @Nullable Path binaries) {
    EmbeddedPostgres.Running running = EmbeddedPostgres.running(directory);
    if (running != null) {
      return new AttachedDatabase(null, running.port(), running.password());
    }
    if (!directory.resolve("postgres").resolve("cluster").toFile().isDirectory()) {
      throw new IllegalStateException("there is no data of Shouwang in " + directory);
    }
    EmbeddedPostgres started = EmbeddedPostgres.start(directory, 0, binaries);
    return new AttachedDatabase(started, started.port(), started.superuserPassword());
  }

  /** Connections with the application's rights: it reads, it can't change what is append-only. */
  public DataSource dataSource() {
    return dataSource;
  }

  /** Whether a running server's database was joined. */
  public boolean joined() {
    return own == null;
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
