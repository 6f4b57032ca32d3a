package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.shouwang.sampling.TubeViews.ReportLine;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reports of positive and grey tubes, as they were made. */
@Repository
class TubeReportStore {

  private static final String INSERT =
      """
      insert into sampling.tube_report (id, tube, results, told, told_at, note, made_at, by_id, by_name)
      values (:id, :tube, :results::uuid[], :told, :toldAt, :note, :now, :by, :name)
      """;

  private static final String OF_TUBE =
      "select * from sampling.tube_report where tube = :tube order by told_at, id";

  private final JdbcClient jdbc;

  TubeReportStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(String tube, List<UUID> results, ReportLine line, UUID by, Instant now) {
    jdbc.sql(INSERT)
        .param("id", line.id())
        .param("tube", tube)
        .param("results", texts(results, it -> it))
        .param("told", line.to())
        .param("toldAt", time(line.at()))
        .param("note", line.note())
        .param("now", time(now))
        .param("by", by)
        .param("name", line.by())
        .update();
  }

  List<ReportLine> ofTube(String tube) {
    return jdbc.sql(OF_TUBE)
        .param("tube", tube)
        .query((row, n) ->
            new ReportLine(
                row.getObject("id", UUID.class),
                row.getString("told"),
                row.getTimestamp("told_at").toInstant(),
                row.getString("note"),
                row.getString("by_name")))
        .list();
  }
}
