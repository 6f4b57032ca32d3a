package org.shouwang.storage;

import java.time.LocalDate;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes partitions ahead, by the owner's role. A DEFAULT partition catches what comes outside them
 * and is emptied into the right one when that is made.
 */
@Component
public class Partitions {

  private static final String MAKE = "select count(storage.make_partitions(:around))";

  private final JdbcClient owner;

  Partitions(@Qualifier("owner") DataSource owner, Migrations migrations) {
    this.owner = JdbcClient.create(owner);
    java.util.Objects.requireNonNull(migrations);
  }

  /**
   * Makes the partitions of every kept table around a local day; what exists stays.
   *
   * @param day the park's local day
   */
  public void makeAround(LocalDate day) {
    owner.sql(MAKE).param("around", day).query(Long.class).single();
  }
}
