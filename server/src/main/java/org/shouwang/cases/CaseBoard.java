package org.shouwang.cases;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads contacts for screens. */
@Repository
class CaseBoard {

  private static final String COUNTS =
      """
      select case_id, state, count(*) as n from cases.contact
      where case_id = any (:cases::uuid[]) group by case_id, state
      """;

  private static final String LIST =
      """
      select c.*, own.number as own_case,
             c.decided_at is not null
               and exists (select from cases.exposure e
                           where e.case_id = c.case_id and e.person_id = c.person_id
                             and e.recorded_at > c.decided_at) as newer
      from cases.contact c
      join cases.case_file of on of.id = c.case_id
      left join cases.case_file own
        on own.person_id = c.person_id and own.state = 'open' and own.id <> c.case_id
           and own.disease = of.disease
      where c.case_id = :case
        and (c.last_exposure, c.person_id) < (:before::timestamptz, :beforeId::uuid)
        and (:state::text is null or c.state = :state)
        and (:degree::int is null or c.degree = :degree)
        and (:persons::uuid[] is null or c.person_id = any (:persons::uuid[]))
      order by c.last_exposure desc, c.person_id desc limit :limit
      """;

  /** Somebody who was near another case of the disease, also if nobody has decided yet. */
  private static final String LINKED =
      """
      select f.id from cases.case_file f
      where f.id = any (:ids::uuid[])
        and exists (select from cases.contact c
                    join cases.case_file other on other.id = c.case_id
                    where c.person_id = f.person_id and other.disease = f.disease
                      and other.state <> 'withdrawn'
                      and c.state not in ('dropped', 'lapsed', 'withdrawn'))
      """;

  private static final String EXPOSURES =
      """
      select * from cases.exposure where case_id = :case and person_id = :person
      order by from_at desc, id limit 500
      """;

  private static final String DECISIONS =
      """
      select * from cases.decision where case_id = :case and person_id = :person
      order by at desc, id limit 100
      """;

  private final JdbcClient jdbc;

  CaseBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Those of the cases whose person was near another case of their disease. */
  Set<UUID> linked(Collection<UUID> cases) {
    return new HashSet<>(
        jdbc.sql(LINKED).param("ids", texts(cases, it -> it)).query(UUID.class).list());
  }

  /** How many contacts are in which state, by case. */
  Map<UUID, Map<String, Long>> counts(Collection<UUID> cases) {
    Map<UUID, Map<String, Long>> counts = new HashMap<>();
    jdbc.sql(COUNTS)
        .param("cases", texts(cases, it -> it))
        .query(row -> {
          counts
              .computeIfAbsent(row.getObject(1, UUID.class), id -> new HashMap<>())
              .put(row.getString(2), row.getLong(3));
        });
    return counts;
  }

  /**
   * Which contacts, whose exposure was last first, from before a key.
   *
   * @param persons only these; null: all
   */
  record Wanted(
      @Nullable String state,
      @Nullable Integer degree,
      @Nullable Collection<UUID> persons,
      TimeKeys before) {}

  /**
   * A contact in a list.
   *
   * @param ownCase number of the person's own open case
   * @param newer something was recorded after the decision
   */
  record Row(ContactStore.Contact contact, @Nullable String ownCase, boolean newer) {}

  List<Row> list(UUID id, Wanted wanted, int limit) {
    return jdbc.sql(LIST)
        .param("case", id)
        .param("before", time(wanted.before().at()))
        .param("beforeId", wanted.before().id())
        .param("state", wanted.state())
        .param("degree", wanted.degree())
        .param("persons", wanted.persons() == null ? null : texts(wanted.persons(), it -> it))
        .param("limit", limit)
        .query((row, n) ->
            new Row(ContactStore.contact(row), row.getString("own_case"), row.getBoolean("newer")))
        .list();
  }

  /** An exposure as kept. */
  record ExposureRow(
      UUID of,
      Exposure.Kind kind,
      @Nullable UUID place,
      @Nullable String tube,
      Instant from,
      Instant until,
      long minutes,
      @Nullable String note,
      @Nullable String by) {}

  List<ExposureRow> exposures(UUID id, UUID person) {
    return jdbc.sql(EXPOSURES)
        .param("case", id)
        .param("person", person)
        .query((row, n) -> exposure(row))
        .list();
  }

  static ExposureRow exposure(ResultSet row) throws SQLException {
    return new ExposureRow(
        row.getObject("of_id", UUID.class),
        ContactStore.kind(row),
        row.getObject("place_id", UUID.class),
        row.getString("tube"),
        row.getTimestamp("from_at").toInstant(),
        row.getTimestamp("until_at").toInstant(),
        row.getLong("minutes"),
        row.getString("note"),
        row.getString("by_name"));
  }

  /** A decision as kept. */
  record DecisionRow(
      Instant at, String was, String became, @Nullable String document, String reason, String by) {}

  List<DecisionRow> decisions(UUID id, UUID person) {
    return jdbc.sql(DECISIONS)
        .param("case", id)
        .param("person", person)
        .query((row, n) ->
            new DecisionRow(
                row.getTimestamp("at").toInstant(),
                row.getString("was"),
                row.getString("became"),
                row.getString("document"),
                row.getString("reason"),
                row.getString("by_name")))
        .list();
  }
}
