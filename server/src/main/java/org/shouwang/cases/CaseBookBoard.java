package org.shouwang.cases;

import static org.shouwang.storage.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads cases for other modules. */
@Repository
class CaseBookBoard {

  private static final String OF =
      """
      select id, number, person_id, unit_id, disease, classification, document, onset, sampled_at, symptoms,
             controlled_at, state, outcome, opened_at, reported_at, waves
      from cases.case_file where id = any (:ids::uuid[]) order by opened_at, id
      """;

  private static final String DISEASES =
      """
      select person_id, disease from cases.case_file
      where person_id = any (:persons::uuid[]) and state = 'open'
      """;

  private static final String PERSONS =
      """
      select person_id from cases.case_file where id = any (:ids::uuid[])
      union
      select person_id from cases.contact
      where case_id = any (:ids::uuid[]) and state not in ('dropped', 'lapsed', 'withdrawn')
      """;

  private static final String PLACES =
      """
      select e.place_id from cases.exposure e
      join cases.contact c using (case_id, person_id)
      where e.case_id = any (:ids::uuid[]) and e.place_id is not null
        and c.state not in ('dropped', 'lapsed', 'withdrawn')
      group by e.place_id order by count(distinct e.person_id) desc, e.place_id limit 20
      """;

  private final JdbcClient jdbc;

  CaseBookBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<CaseBook.Summary> of(Collection<UUID> ids) {
    return jdbc.sql(OF).param("ids", texts(ids, it -> it)).query((row, n) -> summary(row)).list();
  }

  Map<UUID, Set<String>> diseases(Collection<UUID> persons) {
    Map<UUID, Set<String>> diseases = new HashMap<>();
    jdbc.sql(DISEASES)
        .param("persons", texts(persons, it -> it))
        .query((ResultSet row) -> {
          diseases
              .computeIfAbsent(row.getObject("person_id", UUID.class), it -> new HashSet<>())
              .add(row.getString("disease"));
        });
    return diseases;
  }

  List<UUID> persons(Collection<UUID> ids) {
    return jdbc.sql(PERSONS).param("ids", texts(ids, it -> it)).query(UUID.class).list();
  }

  List<UUID> places(Collection<UUID> ids) {
    return jdbc.sql(PLACES).param("ids", texts(ids, it -> it)).query(UUID.class).list();
  }

  private static CaseBook.Summary summary(ResultSet row) throws SQLException {
    return new CaseBook.Summary(
        row.getObject("id", UUID.class),
        row.getString("number"),
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getString("disease"),
        row.getString("classification"),
        row.getString("document"),
        row.getObject("onset", LocalDate.class),
        CaseStore.instant(row, "sampled_at"),
        row.getString("symptoms"),
        CaseStore.instant(row, "controlled_at"),
        row.getString("state"),
        row.getString("outcome"),
        row.getTimestamp("opened_at").toInstant(),
        CaseStore.instant(row, "reported_at"),
        row.getInt("waves"));
  }
}
