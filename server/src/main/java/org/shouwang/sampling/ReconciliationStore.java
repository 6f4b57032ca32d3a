package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.sampling.ReconcileRules.Matched;
import org.shouwang.sampling.ReconcileRules.Ours;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reconciliations and their rows. */
@Repository
class ReconciliationStore {

  private static final String OURS =
      """
      select s.id, s.person_id, s.tube, s.at from sampling.swab s
      where s.at >= :from and s.at <= :until
        and (s.person_id = any(:persons::uuid[]) or s.place_id = :place)
        and not exists (select from sampling.swab_end e where e.swab_id = s.id)
      """;

  private static final String INSERT =
      """
      insert into sampling.reconciliation (id, file_name, place_id, from_at, until_at, rows, matched,
        theirs, ours, bad, started_at, by_name)
      values (:id, :name, :place, :from, :until, :rows, :matched, :theirs, :ours, :bad, :at, :by)
      """;

  private static final String ROWS =
      """
      insert into sampling.reconciled_row (reconciliation_id, side, row, person_id, tube, at,
        swab_id, code)
      select :id, side, row, person, tube, at, swab, code
      from unnest(:sides::text[], :rows::int[], :persons::uuid[], :tubes::text[],
        :ats::timestamptz[], :swabs::uuid[], :codes::text[])
        as t(side, row, person, tube, at, swab, code)
      """;

  private static final String JOB =
      """
      select j.*, (select count(*) from sampling.reconciled_row r
                   where r.reconciliation_id = j.id and r.side = 'theirs' and r.swab_id is null)
                  as untaken
      from sampling.reconciliation j
      """;

  private static final String FIND =
      JOB
          + """
          where (:only::uuid is null or id = :only::uuid)
            and (started_at, id) < (:before::timestamptz, :beforeId::uuid)
          order by started_at desc, id desc limit :limit
          """;

  private static final String LOCK = JOB + "where j.id = :id for update of j";

  private static final String SHOWN =
      """
      select * from sampling.reconciled_row
      where reconciliation_id = :id and side = :side and row > :after
      order by row limit :limit
      """;

  private static final String UNTAKEN =
      """
      select * from sampling.reconciled_row
      where reconciliation_id = :id and side = 'theirs' and swab_id is null order by row
      """;

  private static final String TAKEN =
      """
      update sampling.reconciled_row r set swab_id = n.swab
      from unnest(:rows::int[], :swabs::uuid[]) as n(row, swab)
      where r.reconciliation_id = :id and r.side = 'theirs' and r.row = n.row
      """;

  private final JdbcClient jdbc;

  ReconciliationStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A reconciliation with its counts.
   *
   * @param untaken of theirs, not taken over yet
   */
  record Reconciliation(
      UUID id,
      String name,
      UUID place,
      @Nullable Instant from,
      @Nullable Instant until,
      int rows,
      int matched,
      int theirs,
      int ours,
      int bad,
      Instant startedAt,
      String by,
      int untaken) {}

  /**
   * A row of one side.
   *
   * @param row of the file; counted for ours
   */
  record Row(
      String side,
      int row,
      @Nullable UUID person,
      @Nullable String tube,
      @Nullable Instant at,
      @Nullable UUID swab,
      @Nullable String code) {
    static Row bad(int row, String code) {
      return new Row("bad", row, null, null, null, null, code);
    }
  }

  List<Ours> ours(Collection<UUID> persons, UUID place, Instant from, Instant until) {
    return jdbc.sql(OURS)
        .param("from", time(from))
        .param("until", time(until))
        .param("persons", texts(persons, it -> it))
        .param("place", place)
        .query((row, n) ->
            new Ours(
                row.getObject("id", UUID.class),
                row.getObject("person_id", UUID.class),
                row.getString("tube"),
                row.getTimestamp("at").toInstant()))
        .list();
  }

  void insert(Reconciliation job) {
    jdbc.sql(INSERT)
        .param("id", job.id())
        .param("name", job.name())
        .param("place", job.place())
        .param("from", job.from() == null ? null : time(job.from()))
        .param("until", job.until() == null ? null : time(job.until()))
        .param("rows", job.rows())
        .param("matched", job.matched())
        .param("theirs", job.theirs())
        .param("ours", job.ours())
        .param("bad", job.bad())
        .param("at", time(job.startedAt()))
        .param("by", job.by())
        .update();
  }

  void rows(UUID id, Matched matched, List<Row> bad) {
    List<Row> rows = new ArrayList<>(bad);
    matched
        .pairs()
        .forEach(it ->
            rows.add(
                new Row(
                    "matched",
                    it.theirs().row(),
                    it.theirs().person(),
                    it.theirs().tube(),
                    it.theirs().at(),
                    it.ours().swab(),
                    null)));
    matched
        .theirs()
        .forEach(it ->
            rows.add(new Row("theirs", it.row(), it.person(), it.tube(), it.at(), null, null)));
    int number = 1;
    for (Ours it : matched.ours()) {
      rows.add(new Row("ours", number++, it.person(), it.tube(), it.at(), it.swab(), null));
    }
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(ROWS)
        .param("id", id)
        .param("sides", texts(rows, Row::side))
        .param("rows", texts(rows, Row::row))
        .param("persons", texts(rows, Row::person))
        .param("tubes", texts(rows, Row::tube))
        .param("ats", texts(rows, Row::at))
        .param("swabs", texts(rows, Row::swab))
        .param("codes", texts(rows, Row::code))
        .update();
  }

  List<Reconciliation> list(@Nullable UUID only, TimeKeys before, int limit) {
    return jobs(
        jdbc.sql(FIND)
            .param("only", only)
            .param("before", time(before.at()))
            .param("beforeId", before.id())
            .param("limit", limit));
  }

  Optional<Reconciliation> lock(UUID id) {
    return jobs(jdbc.sql(LOCK).param("id", id)).stream().findFirst();
  }

  private static List<Reconciliation> jobs(JdbcClient.StatementSpec query) {
    return query
        .query((row, n) ->
            new Reconciliation(
                row.getObject("id", UUID.class),
                row.getString("file_name"),
                row.getObject("place_id", UUID.class),
                TubeStore.instant(row, "from_at"),
                TubeStore.instant(row, "until_at"),
                row.getInt("rows"),
                row.getInt("matched"),
                row.getInt("theirs"),
                row.getInt("ours"),
                row.getInt("bad"),
                row.getTimestamp("started_at").toInstant(),
                row.getString("by_name"),
                row.getInt("untaken")))
        .list();
  }

  List<Row> shown(UUID id, String side, int after, int limit) {
    return list(
        jdbc.sql(SHOWN)
            .param("id", id)
            .param("side", side)
            .param("after", after)
            .param("limit", limit));
  }

  List<Row> untaken(UUID id) {
    return list(jdbc.sql(UNTAKEN).param("id", id));
  }

  private static List<Row> list(JdbcClient.StatementSpec query) {
    return query
        .query((row, n) ->
            new Row(
                row.getString("side"),
                row.getInt("row"),
                row.getObject("person_id", UUID.class),
                row.getString("tube"),
                TubeStore.instant(row, "at"),
                row.getObject("swab_id", UUID.class),
                row.getString("code")))
        .list();
  }

  void taken(UUID id, Map<Integer, UUID> swabs) {
    jdbc.sql(TAKEN)
        .param("id", id)
        .param("rows", texts(swabs.keySet(), it -> it))
        .param("swabs", texts(swabs.values(), it -> it))
        .update();
  }
}
