package org.shouwang.storage;

import java.time.LocalDate;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes partitions ahead, by the owner's role. A DEFAULT partition catches what comes outside them
 * and is emptied into the right one when that is made.
 */
@Component
public class Partitions {

  private static final String TABLES =
      "select table_name from storage.partitioned order by table_name";

  private static final String MAKE =
      """
      select count(storage.make_partition(
        p.table_name, p.unit,
        (case when p.unit = 'day' then cast(:around as date) + g.n
              else (cast(:around as date) + make_interval(months => g.n))::date end)))
      from storage.partitioned p, generate_series(-p.behind, p.ahead) as g(n)
      where p.table_name = :table
      """;

  private static final int TRIES = 5;

  private final JdbcClient owner;

  Partitions(@Qualifier("owner") DataSource owner, Migrations migrations) {
    this.owner = JdbcClient.create(owner);
    Objects.requireNonNull(migrations);
  }

  /**
   * Makes the partitions of every kept table around a local day; what exists stays. A table at a
   * time, each in a transaction of its own: attaching one locks its table against writers, and
   * whoever holds many such locks sooner or later stands in a circle with them.
   *
   * @param day the park's local day
   */
  public void makeAround(LocalDate day) {
    for (String table : owner.sql(TABLES).query(String.class).list()) {
      make(table, day);
    }
  }

  /** A writer of two tables may still hold the one and want the other: then once more. */
  private void make(String table, LocalDate day) {
    for (int i = 1; ; i++) {
      try {
        owner.sql(MAKE).param("around", day).param("table", table).query(Long.class).single();
        return;
      } catch (PessimisticLockingFailureException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }
}
