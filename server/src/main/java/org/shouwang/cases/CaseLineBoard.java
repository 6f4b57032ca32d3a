package org.shouwang.cases;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.shouwang.cases.CaseLines.CaseLine;
import org.shouwang.cases.CaseLines.ContactLine;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads cases and contacts as lines of lists. */
@Repository
class CaseLineBoard {

  private static final String WITHIN =
      """
      (:everywhere or f.unit_id in (select descendant_id from people.unit_closure_ref
                                    where ancestor_id = any (:units::uuid[])))
      """;

  private static final String CASES =
      """
      select * from cases.case_file f
      where state <> 'withdrawn' and opened_at < :end and (opened_at, id) %s (:at, :id)
        and %s
      order by opened_at %s, id %s limit :limit
      """;

  private static final String CONTACTS =
      """
      select * from (
        select c.*, md5(c.case_id::text || c.person_id::text)::uuid as key, f.number,
               f.person_id as case_person, f.disease, f.reported_at as case_reported_at,
               array(select distinct e.kind from cases.exposure e
                     where e.case_id = c.case_id and e.person_id = c.person_id
                     order by e.kind) as kinds
        from cases.contact c join cases.case_file f on f.id = c.case_id
        where c.state not in ('lapsed', 'withdrawn') and c.found_at < :end
          and %s) lines
      where (found_at, key) %s (:at, :id)
      order by found_at %s, key %s limit :limit
      """;

  private static final TimeKeys OLDEST =
      new TimeKeys(Instant.parse("0001-01-02T00:00:00Z"), new UUID(0, 0));

  private final JdbcClient jdbc;

  CaseLineBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<CaseLine> cases(Instant end, Scope scope, TimeKeys before, int limit) {
    return some(CASES.formatted("<", WITHIN, "desc", "desc"), end, scope, before, limit)
        .query((row, n) -> line(row))
        .list();
  }

  void everyCase(Instant end, Scope scope, int batch, Consumer<List<CaseLine>> taker) {
    String sql = CASES.formatted(">", WITHIN, "asc", "asc");
    every(
        (from, limit) -> some(sql, end, scope, from, limit).query((row, n) -> line(row)).list(),
        it -> new TimeKeys(it.openedAt(), it.id()),
        batch,
        taker);
  }

  List<ContactLine> contacts(Instant end, Scope scope, TimeKeys before, int limit) {
    return some(CONTACTS.formatted(WITHIN, "<", "desc", "desc"), end, scope, before, limit)
        .query((row, n) -> contact(row))
        .list();
  }

  void everyContact(Instant end, Scope scope, int batch, Consumer<List<ContactLine>> taker) {
    String sql = CONTACTS.formatted(WITHIN, ">", "asc", "asc");
    every(
        (from, limit) -> some(sql, end, scope, from, limit).query((row, n) -> contact(row)).list(),
        it -> new TimeKeys(it.foundAt(), it.key()),
        batch,
        taker);
  }

  /** One page after the other, so that no more than one is held. */
  private static <T> void every(
      BiFunction<TimeKeys, Integer, List<T>> page,
      Function<T, TimeKeys> key,
      int batch,
      Consumer<List<T>> taker) {
    TimeKeys from = OLDEST;
    List<T> rows = page.apply(from, batch);
    while (!rows.isEmpty()) {
      taker.accept(rows);
      from = key.apply(rows.getLast());
      rows = rows.size() < batch ? List.of() : page.apply(from, batch);
    }
  }

  private JdbcClient.StatementSpec some(
      String sql, Instant end, Scope scope, TimeKeys from, int limit) {
    return jdbc.sql(sql)
        .param("end", time(end))
        .param("at", time(from.at()))
        .param("id", from.id())
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), id -> id))
        .param("limit", limit);
  }

  private static CaseLine line(ResultSet row) throws SQLException {
    CaseFile file = CaseStore.file(row);
    return new CaseLine(
        file.id(),
        file.number(),
        file.person(),
        file.unit(),
        file.disease(),
        file.classification().key(),
        file.document(),
        file.onset(),
        file.sampledAt(),
        file.symptoms(),
        file.controlledAt(),
        file.state().key(),
        file.outcome(),
        file.openedAt(),
        file.endedAt(),
        file.reportedAt(),
        file.reportedTo());
  }

  private static ContactLine contact(ResultSet row) throws SQLException {
    ContactStore.Contact contact = ContactStore.contact(row);
    return new ContactLine(
        row.getObject("key", UUID.class),
        row.getObject("case_id", UUID.class),
        row.getString("number"),
        row.getObject("case_person", UUID.class),
        row.getString("disease"),
        CaseStore.instant(row, "case_reported_at"),
        contact.person(),
        contact.degree(),
        contact.via(),
        contact.state().key(),
        contact.proposed().key(),
        contact.source(),
        contact.firstExposure(),
        contact.lastExposure(),
        contact.minutes(),
        List.of((String[]) row.getArray("kinds").getArray()),
        contact.foundAt(),
        contact.decidedAt(),
        contact.decider(),
        contact.document(),
        contact.reason());
  }
}
