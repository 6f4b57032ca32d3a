package org.shouwang.isolation;

import static org.shouwang.storage.Columns.texts;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads orders for screens that show many people. */
@Repository
class OrderBoard {

  private static final String SPANS =
      """
      select person_id, isolated_on, until_on, ended_at, place from isolation.isolation_order
      where person_id = any (:persons::uuid[]) and isolated_on is not null and state <> 'withdrawn'
        and (:everywhere or unit_id in (select descendant_id from people.unit_closure_ref
                                        where ancestor_id = any (:units::uuid[])))
      order by person_id, isolated_on limit 1000
      """;

  private final JdbcClient jdbc;

  OrderBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * From when until when somebody was ordered to stay.
   *
   * @param untilOn last day; null: nothing is asked by the edition
   * @param endedAt when it ended; null: it is in force
   */
  record Span(
      UUID person,
      LocalDate isolatedOn,
      @Nullable LocalDate untilOn,
      @Nullable Instant endedAt,
      @Nullable String place) {}

  /** Orders that were filed for some people of a scope, but for those withdrawn. */
  List<Span> spans(Collection<UUID> persons, Scope scope) {
    return jdbc.sql(SPANS)
        .param("persons", texts(persons, it -> it))
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .query((row, n) -> {
          Timestamp ended = row.getTimestamp("ended_at");
          return new Span(
              row.getObject("person_id", UUID.class),
              row.getObject("isolated_on", LocalDate.class),
              row.getObject("until_on", LocalDate.class),
              ended == null ? null : ended.toInstant(),
              row.getString("place"));
        })
        .list();
  }
}
