package org.shouwang.isolation;

import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Doctors' looks as rows. */
@Repository
class MedicalCheckStore {

  private static final String INSERT =
      """
      insert into isolation.medical_check (order_id, id, at, doctor, outcome, note, by_name,
        recorded_at)
      values (:order, :id, :at, :doctor, :outcome, :note, :by, :now)
      on conflict do nothing
      """;

  private static final String OF =
      """
      select * from isolation.medical_check where order_id = :order
      order by at desc, id desc limit :limit
      """;

  private final JdbcClient jdbc;

  MedicalCheckStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns false when it is known. */
  boolean insert(MedicalCheck check) {
    return jdbc.sql(INSERT)
            .param("order", check.order())
            .param("id", check.id())
            .param("at", time(check.at()))
            .param("doctor", check.doctor())
            .param("outcome", check.outcome().key())
            .param("note", check.note())
            .param("by", check.by())
            .param("now", time(check.recordedAt()))
            .update()
        == 1;
  }

  /** Of an order, the newest first. */
  List<MedicalCheck> of(UUID order, int limit) {
    return jdbc.sql(OF)
        .param("order", order)
        .param("limit", limit)
        .query((row, n) -> check(row))
        .list();
  }

  private static MedicalCheck check(ResultSet row) throws SQLException {
    return new MedicalCheck(
        row.getObject("order_id", UUID.class),
        row.getObject("id", UUID.class),
        row.getTimestamp("at").toInstant(),
        row.getString("doctor"),
        MedicalCheck.Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
        row.getString("note"),
        row.getString("by_name"),
        row.getTimestamp("recorded_at").toInstant());
  }
}
