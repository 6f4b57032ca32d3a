package org.shouwang.sampling;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Numbers of tube labels. */
@Repository
class LabelStore {

  private final JdbcClient jdbc;

  LabelStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The next numbers; nobody else gets them, whatever becomes of the transaction. */
  List<Long> next(int count) {
    return jdbc.sql("select nextval('sampling.tube_label') from generate_series(1, :count)")
        .param("count", count)
        .query(Long.class)
        .list();
  }
}
