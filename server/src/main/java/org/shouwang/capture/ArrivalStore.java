package org.shouwang.capture;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Arrivals.Cursor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the feed and keeps the followers' cursors. */
@Repository
class ArrivalStore {

  private static final String REGISTER =
      "insert into capture.cursor (name, xid, seq) values (:name, '0', 0) on conflict do nothing";

  private static final String CLAIM =
      "select xid::text as xid, seq from capture.cursor where name = :name for update skip locked";

  /** The order names the table: plain {@code xid} would be the text, where 1000 is before 999. */
  private static final String AFTER =
      """
      select xid::text as xid, seq, type, recorded_at, ids, persons, ats, places
      from capture.arrival
      where (xid, seq) > (:xid::xid8, :seq) and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by arrival.xid, arrival.seq
      limit :limit
      """;

  private static final String MOVE =
      "update capture.cursor set xid = :xid::xid8, seq = :seq where name = :name";

  private static final String END =
      "select pg_snapshot_xmin(pg_current_snapshot())::text as xid, 0 as seq";

  /** Beyond whatever has been recorded up to now. */
  private static final String BOUND = "select pg_snapshot_xmax(pg_current_snapshot())::text";

  private static final String BEHIND =
      """
      select exists (
        select from capture.cursor c
        where c.name = any(:names)
          and exists (select from capture.arrival a
                      where (a.xid, a.seq) > (c.xid, c.seq) and a.xid < :bound::xid8))
      """;

  private final JdbcClient jdbc;

  ArrivalStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Nullable Cursor claim(String name) {
    @Nullable Cursor cursor = locked(name);
    if (cursor == null && jdbc.sql(REGISTER).param("name", name).update() == 1) {
      cursor = locked(name);
    }
    return cursor;
  }

  private @Nullable Cursor locked(String name) {
    return jdbc.sql(CLAIM)
        .param("name", name)
        .query((row, n) -> new Cursor(row.getString("xid"), row.getLong("seq")))
        .optional()
        .orElse(null);
  }

  List<Row> after(Cursor cursor, int limit) {
    return jdbc.sql(AFTER)
        .param("xid", cursor.xid())
        .param("seq", cursor.seq())
        .param("limit", limit)
        .query((row, n) -> row(row))
        .list();
  }

  void move(String name, Cursor to) {
    jdbc.sql(MOVE).param("xid", to.xid()).param("seq", to.seq()).param("name", name).update();
  }

  Cursor end() {
    return jdbc.sql(END)
        .query((row, n) -> new Cursor(row.getString("xid"), row.getLong("seq")))
        .single();
  }

  String bound() {
    return jdbc.sql(BOUND).query(String.class).single();
  }

  /** Whether one of the followers has still to take something from before a bound. */
  boolean behind(Collection<String> names, String bound) {
    return jdbc.sql(BEHIND)
        .param("names", names.toArray(String[]::new))
        .param("bound", bound)
        .query(Boolean.class)
        .single();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new Cursor(row.getString("xid"), row.getLong("seq")),
        new Arrival(
            row.getString("type"),
            row.getTimestamp("recorded_at").toInstant(),
            Arrays.asList((UUID[]) array(row, "ids")),
            Arrays.asList((UUID[]) array(row, "persons")),
            Arrays.stream((Timestamp[]) array(row, "ats")).map(Timestamp::toInstant).toList(),
            Arrays.asList((UUID[]) array(row, "places"))));
  }

  private static Object array(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array.getArray();
  }

  record Row(Cursor cursor, Arrival arrival) {}
}
