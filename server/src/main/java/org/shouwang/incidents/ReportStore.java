package org.shouwang.incidents;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reports as rows. */
@Repository
class ReportStore {

  /** Whoever drafts holds the incident, so that no number is given twice. */
  private static final String DRAFT =
      """
      insert into incidents.report (id, incident_id, case_id, kind, no, corrects, why, typed, state,
        created_at, created_by, due_at)
      select :id, :incident, :case, :kind, coalesce(max(no), 0) + 1, :corrects, :why, :typed, 'draft',
        :at, :by, :due
      from incidents.report where incident_id = :incident and kind = :kind
      returning *
      """;

  private static final String TYPE =
      """
      update incidents.report set typed = :typed, version = version + 1
      where id = :id and state = 'draft' and version = :version
      """;

  private static final String SEND =
      """
      update incidents.report
      set state = 'sent', sent_at = :at, sent_by = :by, sent_to = :to, receipt = :receipt,
          frozen = :frozen, version = version + 1
      where id = :id and state = 'draft' and version = :version
      """;

  private static final String ABOUT =
      """
      update incidents.report set case_id = :case, typed = :typed, due_at = :due, version = version + 1
      where id = :id and state = 'draft'
      """;

  private static final String DROP =
      """
      update incidents.report set state = 'dropped', version = version + 1
      where id = any (:ids::uuid[]) and state = 'draft'
      """;

  private static final String OF =
      """
      select * from incidents.report where incident_id = any (:ids::uuid[])
      order by created_at, id
      """;

  private final JdbcClient jdbc;

  ReportStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A report to be drafted. */
  record Draft(
      UUID id,
      UUID incident,
      @Nullable UUID caseId,
      Report.Kind kind,
      @Nullable UUID corrects,
      @Nullable String why,
      String typed,
      @Nullable Instant due) {}

  Report draft(Draft draft, Instant at, String by) {
    return jdbc.sql(DRAFT)
        .param("id", draft.id())
        .param("incident", draft.incident())
        .param("case", draft.caseId(), java.sql.Types.OTHER)
        .param("kind", draft.kind().key())
        .param("corrects", draft.corrects(), java.sql.Types.OTHER)
        .param("why", draft.why(), java.sql.Types.VARCHAR)
        .param("typed", draft.typed())
        .param("at", time(at))
        .param("by", by)
        .param(
            "due",
            draft.due() == null ? null : time(draft.due()),
            java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .query((row, n) -> report(row))
        .single();
  }

  Optional<Report> one(UUID id) {
    return jdbc.sql("select * from incidents.report where id = :id")
        .param("id", id)
        .query((row, n) -> report(row))
        .optional();
  }

  /** Returns false when it moved meanwhile. */
  boolean type(UUID id, String typed, int version) {
    return jdbc.sql(TYPE).param("id", id).param("typed", typed).param("version", version).update()
        == 1;
  }

  /** How it was sent. */
  record Sending(String to, @Nullable String receipt, String frozen, String by, Instant at) {}

  /** Returns false when it moved meanwhile. */
  boolean send(UUID id, Sending sending, int version) {
    return jdbc.sql(SEND)
            .param("id", id)
            .param("to", sending.to())
            .param("receipt", sending.receipt())
            .param("frozen", sending.frozen())
            .param("by", sending.by())
            .param("at", time(sending.at()))
            .param("version", version)
            .update()
        == 1;
  }

  /** A draft is about another case, or none. */
  void about(UUID id, @Nullable UUID caseId, String typed, @Nullable Instant due) {
    jdbc.sql(ABOUT)
        .param("id", id)
        .param("case", caseId)
        .param("typed", typed)
        .param("due", due == null ? null : time(due))
        .update();
  }

  void drop(Collection<UUID> ids) {
    jdbc.sql(DROP).param("ids", texts(ids, it -> it)).update();
  }

  Map<UUID, List<Report>> of(Collection<UUID> incidents) {
    Map<UUID, List<Report>> reports = new HashMap<>();
    jdbc.sql(OF)
        .param("ids", texts(incidents, it -> it))
        .query((row, n) -> report(row))
        .list()
        .forEach(it -> reports.computeIfAbsent(it.incident(), id -> new ArrayList<>()).add(it));
    return reports;
  }

  private static Report report(ResultSet row) throws SQLException {
    return new Report(
        row.getObject("id", UUID.class),
        row.getObject("incident_id", UUID.class),
        row.getObject("case_id", UUID.class),
        Report.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getInt("no"),
        row.getObject("corrects", UUID.class),
        row.getString("why"),
        row.getString("typed"),
        Report.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getTimestamp("created_at").toInstant(),
        row.getString("created_by"),
        IncidentStore.instant(row, "due_at"),
        IncidentStore.instant(row, "sent_at"),
        row.getString("sent_by"),
        row.getString("sent_to"),
        row.getString("receipt"),
        row.getString("frozen"),
        row.getInt("version"));
  }
}
