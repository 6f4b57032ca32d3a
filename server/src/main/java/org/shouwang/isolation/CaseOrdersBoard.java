package org.shouwang.isolation;

import static org.shouwang.storage.Columns.texts;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads orders by the cases that they followed from. */
@Repository
class CaseOrdersBoard {

  private static final String COUNTS =
      """
      select state, count(*) from isolation.isolation_order
      where case_id = any (:cases::uuid[]) group by state
      """;

  private static final String OPEN =
      """
      select id from isolation.isolation_order
      where case_id = any (:cases::uuid[]) and state in ('proposed', 'ordered')
      order by id limit 5000
      """;

  private final JdbcClient jdbc;

  CaseOrdersBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Map<String, Long> counts(Collection<UUID> cases) {
    Map<String, Long> counts = new HashMap<>();
    jdbc.sql(COUNTS)
        .param("cases", texts(cases, it -> it))
        .query(row -> {
          counts.put(row.getString(1), row.getLong(2));
        });
    return counts;
  }

  List<UUID> open(Collection<UUID> cases) {
    return jdbc.sql(OPEN).param("cases", texts(cases, it -> it)).query(UUID.class).list();
  }
}
