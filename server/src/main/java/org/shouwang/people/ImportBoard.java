package org.shouwang.people;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Staged rows that somebody looks at. */
@Repository
class ImportBoard {

  private static final String SHOWN =
      """
      select number, sheet, line, state, suspect, reasons, cells from people.import_row
      where import_id = :import and number > :after and reasons is not null
        and (:state = 'all' or (:state = 'bad' and state = 'bad')
             or (:state = 'duplicate' and suspect)
             or (:state = 'notice' and state <> 'bad' and not suspect))
      order by number limit :limit
      """;

  private static final String SAMPLE =
      """
      select number, sheet, line, state, suspect, reasons, cells from people.import_row
      where import_id = :import and number <= 20 and cells is not null order by number
      """;

  private final JdbcClient jdbc;

  ImportBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A row with its reasons as JSON and its cells sealed. */
  record Shown(
      int number,
      String sheet,
      int line,
      String state,
      boolean suspect,
      @Nullable String reasons,
      byte[] cells) {}

  List<Shown> shown(UUID importId, String state, int after, int limit) {
    return jdbc.sql(SHOWN)
        .param("import", importId)
        .param("state", state)
        .param("after", after)
        .param("limit", limit)
        .query(ImportBoard::read)
        .list();
  }

  List<Shown> sample(UUID importId) {
    return jdbc.sql(SAMPLE).param("import", importId).query(ImportBoard::read).list();
  }

  private static Shown read(java.sql.ResultSet row, int number) throws java.sql.SQLException {
    return new Shown(
        row.getInt(1),
        row.getString(2),
        row.getInt(3),
        row.getString(4),
        row.getBoolean(5),
        row.getString(6),
        row.getBytes(7));
  }
}
