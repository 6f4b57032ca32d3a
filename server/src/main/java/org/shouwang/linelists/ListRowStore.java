package org.shouwang.linelists;

import static org.shouwang.storage.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of lists, many at once. */
@Repository
class ListRowStore {

  private static final String INSERT =
      """
      insert into linelists.list_row (list_id, number, line, state, reasons, sealed, person_id,
        case_id)
      select :id, r.number, r.line, r.state, r.reasons::jsonb, decode(r.sealed, 'hex'), r.person,
             r.case_id
      from unnest(:numbers::int[], :lines::int[], :states::text[], :reasons::text[],
        :sealed::text[], :persons::uuid[], :cases::uuid[])
        as r (number, line, state, reasons, sealed, person, case_id)
      """;

  private static final String JUDGED =
      """
      update linelists.list_row known
      set state = r.state, reasons = r.reasons::jsonb, person_id = r.person, case_id = r.case_id,
          done = r.state <> 'bad', sealed = case when r.state = 'bad' then known.sealed end
      from unnest(:numbers::int[], :states::text[], :reasons::text[], :persons::uuid[],
        :cases::uuid[]) as r (number, state, reasons, person, case_id)
      where known.list_id = :id and known.number = r.number
      """;

  private static final String TO_DO =
      """
      select * from linelists.list_row
      where list_id = :id and not done and state in ('new', 'joined', 'changed')
        and number > :after
      order by number limit :limit
      """;

  private static final String SHOWN =
      """
      select * from linelists.list_row
      where list_id = :id and number > :after
        and (:state = 'all' or state = :state
             or (:state = 'notice' and state <> 'bad' and reasons is not null))
      order by number limit :limit
      """;

  /** What needs no second look is forgotten once the list is done with. */
  private static final String FORGET =
      "update linelists.list_row set sealed = null where list_id = :id and state <> 'bad'";

  private final JdbcClient jdbc;

  ListRowStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What a row does. */
  enum State {
    /** Opens a case, adds a contact. */
    NEW,
    /** Is a case or contact that we know, and says nothing new of it. */
    JOINED,
    /** Says something new of one that we know. */
    CHANGED,
    /** Was taken in before. */
    UNCHANGED,
    /** Is none by what the file says, or over. */
    SKIPPED,
    /** Can't be taken. */
    BAD;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether there is something to do. */
    boolean acts() {
      return this == NEW || this == JOINED || this == CHANGED;
    }
  }

  /**
   * A row as kept.
   *
   * @param reasons as JSON
   * @param sealed its cells; null once it is taken in
   */
  record Kept(
      int number,
      int line,
      State state,
      @Nullable String reasons,
      byte @Nullable [] sealed,
      @Nullable UUID person,
      @Nullable UUID caseId) {}

  void insert(UUID id, Collection<Kept> rows) {
    verdicts(jdbc.sql(INSERT), id, rows)
        .param("lines", texts(rows, Kept::line))
        .param(
            "sealed",
            texts(rows, it -> it.sealed() == null ? null : HexFormat.of().formatHex(it.sealed())))
        .update();
  }

  /** What came of rows when they were taken in. */
  void judged(UUID id, Collection<Kept> rows) {
    verdicts(jdbc.sql(JUDGED), id, rows).update();
  }

  private static JdbcClient.StatementSpec verdicts(
      JdbcClient.StatementSpec query, UUID id, Collection<Kept> rows) {
    return query
        .param("id", id)
        .param("numbers", texts(rows, Kept::number))
        .param("states", texts(rows, it -> it.state().key()))
        .param("reasons", texts(rows, Kept::reasons))
        .param("persons", texts(rows, Kept::person))
        .param("cases", texts(rows, Kept::caseId));
  }

  List<Kept> toDo(UUID id, int after, int limit) {
    return jdbc.sql(TO_DO)
        .param("id", id)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> kept(row))
        .list();
  }

  /**
   * Rows in their order.
   *
   * @param state one of them, {@code all}, or {@code notice}: good ones with something to know
   */
  List<Kept> shown(UUID id, String state, int after, int limit) {
    return jdbc.sql(SHOWN)
        .param("id", id)
        .param("state", state)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> kept(row))
        .list();
  }

  void clear(UUID id) {
    jdbc.sql("delete from linelists.list_row where list_id = :id").param("id", id).update();
  }

  void forget(UUID id) {
    jdbc.sql(FORGET).param("id", id).update();
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        row.getInt("number"),
        row.getInt("line"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("reasons"),
        row.getBytes("sealed"),
        row.getObject("person_id", UUID.class),
        row.getObject("case_id", UUID.class));
  }
}
