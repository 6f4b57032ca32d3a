package org.shouwang.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps exports asked for, approved and taken. */
@Repository
class ExportStore {

  private static final String INSERT =
      """
      insert into reports.export (id, ledger, day, unit_id, place_id, purpose, asked_by, asked_name,
        asked_at)
      values (:id, :ledger, :day, :unit, :place, :purpose, :by, :name, :at)
      """;

  private static final String ALL =
      """
      select * from reports.export
      where (:everything or asked_by = :by) and (:before::uuid is null or id < :before::uuid)
      order by id desc limit :limit
      """;

  private static final String ONE = "select * from reports.export where id = :id";

  /** Whoever decides first has decided. */
  private static final String DECIDE =
      """
      update reports.export
      set state = :state, decided_by = :by, decided_name = :name, decided_at = :at
      where id = :id and state = 'asked' and asked_by <> :by
      """;

  private static final String TAKEN =
      """
      update reports.export set taken_at = :at, rows = :rows
      where id = :id and state = 'approved'
      """;

  private final JdbcClient jdbc;

  ExportStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An export. */
  record Export(
      UUID id,
      String ledger,
      LocalDate day,
      @Nullable UUID unit,
      @Nullable UUID place,
      String purpose,
      UUID askedBy,
      String askedName,
      Instant askedAt,
      String state,
      @Nullable String decidedName,
      @Nullable Instant decidedAt,
      @Nullable Instant takenAt,
      @Nullable Long rows) {}

  void insert(Export export) {
    jdbc.sql(INSERT)
        .param("id", export.id())
        .param("ledger", export.ledger())
        .param("day", export.day())
        .param("unit", export.unit())
        .param("place", export.place())
        .param("purpose", export.purpose())
        .param("by", export.askedBy())
        .param("name", export.askedName())
        .param("at", export.askedAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  List<Export> list(boolean everything, UUID by, @Nullable UUID before, int limit) {
    return jdbc.sql(ALL)
        .param("everything", everything)
        .param("by", by)
        .param("before", before)
        .param("limit", limit)
        .query((row, n) -> export(row))
        .list();
  }

  Optional<Export> find(UUID id) {
    return jdbc.sql(ONE).param("id", id).query((row, n) -> export(row)).optional();
  }

  boolean decide(UUID id, boolean approved, UUID by, String name, Instant at) {
    return jdbc.sql(DECIDE)
            .param("state", approved ? "approved" : "refused")
            .param("by", by)
            .param("name", name)
            .param("at", at.atOffset(ZoneOffset.UTC))
            .param("id", id)
            .update()
        == 1;
  }

  void taken(UUID id, long rows, Instant at) {
    jdbc.sql(TAKEN)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("rows", rows)
        .param("id", id)
        .update();
  }

  private static Export export(ResultSet row) throws SQLException {
    long rows = row.getLong("rows");
    return new Export(
        row.getObject("id", UUID.class),
        row.getString("ledger"),
        row.getObject("day", LocalDate.class),
        row.getObject("unit_id", UUID.class),
        row.getObject("place_id", UUID.class),
        row.getString("purpose"),
        row.getObject("asked_by", UUID.class),
        row.getString("asked_name"),
        row.getTimestamp("asked_at").toInstant(),
        row.getString("state"),
        row.getString("decided_name"),
        instant(row, "decided_at"),
        instant(row, "taken_at"),
        rows == 0 && row.getTimestamp("taken_at") == null ? null : rows);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
