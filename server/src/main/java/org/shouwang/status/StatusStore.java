package org.shouwang.status;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** Evidence and the history: all writing, a statement for thousands of rows. */
@Repository
class StatusStore {

  private static final String TAKE =
      """
      insert into status.evidence (person_id, id, kind, detail, at, until_at, source, cause,
        recorded_at, actor_kind, actor_id, actor_name)
      select person, id, kind, detail, at, until_at, source, cause, :now, :actorKind, :actor,
        :actorName
      from unnest(:persons::uuid[], :ids::uuid[], :kinds::text[], :details::text[],
                  :ats::timestamptz[], :untils::timestamptz[], :sources::text[], :causes::uuid[])
        as t (person, id, kind, detail, at, until_at, source, cause)
      order by person, id
      on conflict do nothing
      returning person_id
      """;

  private static final String WITHDRAW =
      """
      insert into status.withdrawal (person_id, evidence_id, at, reason, cause, actor_kind, actor_id,
        actor_name)
      select person_id, id, :now, :reason, :cause::uuid, :actorKind, :actor, :actorName
      from status.evidence where id = any (:ids::uuid[])
      order by person_id, id
      on conflict do nothing
      returning person_id
      """;

  /** Whoever evaluates a person holds it; in the order of ids, so that two don't deadlock. */
  private static final String HOLD =
      """
      insert into status.person as known (person_id)
      select person from unnest(:persons::uuid[]) as t (person) order by person
      on conflict (person_id) do update set version = known.version + 1
      """;

  private static final String EVIDENCE =
      """
      select e.person_id, e.id, e.kind, e.detail, e.at, e.until_at
      from status.evidence e
      where e.person_id = any (:persons::uuid[])
        and not exists (select from status.withdrawal w
                        where w.person_id = e.person_id and w.evidence_id = e.id)
      """;

  private static final String KNOWN =
      """
      select person_id, seq, lower(valid) as from_at, upper(valid) as to_at, level, labels, reasons
      from status.history
      where person_id = any (:persons::uuid[]) and upper_inf(recorded)
      order by person_id, lower(valid)
      """;

  /** A version that stood for no time at all keeps its instant, so that no range is empty. */
  private static final String CLOSE =
      """
      update status.history h
      set recorded = case when :now::timestamptz > lower(h.recorded)
                          then tstzrange(lower(h.recorded), :now::timestamptz)
                          else tstzrange(lower(h.recorded), lower(h.recorded), '[]') end
      from unnest(:persons::uuid[], :seqs::bigint[]) as t (person, seq)
      where h.person_id = t.person and h.seq = t.seq and upper_inf(h.recorded)
      """;

  private static final String WRITE =
      """
      insert into status.history (person_id, valid, recorded, level, labels, reasons)
      select person, tstzrange(from_at, to_at), tstzrange(:now, null), level,
        string_to_array(labels, ','), reasons
      from unnest(:persons::uuid[], :froms::timestamptz[], :tos::timestamptz[], :levels::text[],
                  :labels::text[], :reasons::text[])
        as t (person, from_at, to_at, level, labels, reasons)
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  StatusStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** A span as kept, with its reasons still as JSON. */
  record Row(
      UUID person,
      long seq,
      Instant from,
      @Nullable Instant to,
      Level level,
      List<String> labels,
      String reasons) {

    boolean says(Row other) {
      return from.equals(other.from)
          && Objects.equals(to, other.to)
          && level == other.level
          && labels.equals(other.labels)
          && reasons.equals(other.reasons);
    }
  }

  /** Takes evidence. Returns the person of each item that is new. */
  List<UUID> take(Collection<NewEvidence> evidence, Actor who, Instant now) {
    return acted(TAKE, who, now)
        .param("persons", texts(evidence, NewEvidence::person))
        .param("ids", texts(evidence, NewEvidence::id))
        .param("kinds", texts(evidence, it -> it.kind().key()))
        .param("details", texts(evidence, it -> json.writeValueAsString(it.detail())))
        .param("ats", texts(evidence, NewEvidence::at))
        .param("untils", texts(evidence, NewEvidence::until))
        .param("sources", texts(evidence, NewEvidence::source))
        .param("causes", texts(evidence, NewEvidence::cause))
        .query(UUID.class)
        .list();
  }

  /** Withdraws evidence. Returns the person of each item that had not been withdrawn. */
  List<UUID> withdraw(
      Collection<UUID> ids, String reason, Actor who, @Nullable UUID cause, Instant now) {
    return acted(WITHDRAW, who, now)
        .param("ids", texts(ids, id -> id))
        .param("reason", reason)
        .param("cause", cause)
        .query(UUID.class)
        .list();
  }

  private JdbcClient.StatementSpec acted(String sql, Actor who, Instant now) {
    return jdbc.sql(sql)
        .param("now", time(now))
        .param("actorKind", who.kind())
        .param("actor", who.id())
        .param("actorName", who.name());
  }

  /** Holds persons until the commit. */
  void hold(Set<UUID> persons) {
    jdbc.sql(HOLD).param("persons", texts(persons, id -> id)).update();
  }

  /** What counts of persons. */
  Map<UUID, List<Evidence>> evidence(Collection<UUID> persons) {
    Map<UUID, List<Evidence>> found = HashMap.newHashMap(persons.size());
    jdbc.sql(EVIDENCE)
        .param("persons", texts(persons, id -> id))
        .query((ResultSet row) -> {
          found
              .computeIfAbsent(row.getObject("person_id", UUID.class), id -> new ArrayList<>(4))
              .add(
                  new Evidence(
                      row.getObject("id", UUID.class),
                      kind(row.getString("kind")),
                      detail(row.getString("detail")),
                      instant(row, "at"),
                      optional(row, "until_at")));
        });
    return found;
  }

  static EvidenceKind kind(String key) {
    return EvidenceKind.valueOf(key.toUpperCase(java.util.Locale.ROOT));
  }

  Map<String, String> detail(String text) {
    return json.readValue(text, new TypeReference<Map<String, String>>() {});
  }

  /** What is thought of persons now, in time. */
  Map<UUID, List<Row>> known(Collection<UUID> persons) {
    Map<UUID, List<Row>> found = new HashMap<>();
    jdbc.sql(KNOWN)
        .param("persons", texts(persons, id -> id))
        .query((ResultSet row) -> {
          found
              .computeIfAbsent(row.getObject("person_id", UUID.class), id -> new ArrayList<>(4))
              .add(row(row));
        });
    return found;
  }

  static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("person_id", UUID.class),
        row.getLong("seq"),
        instant(row, "from_at"),
        optional(row, "to_at"),
        Level.valueOf(row.getString("level").toUpperCase(java.util.Locale.ROOT)),
        Arrays.asList((String[]) row.getArray("labels").getArray()),
        row.getString("reasons"));
  }

  Row row(UUID person, Span span) {
    return new Row(
        person,
        0,
        span.from(),
        span.to(),
        span.level(),
        span.labels(),
        json.writeValueAsString(span.reasons()));
  }

  /** A span with its reasons read. */
  Span span(Row row) {
    return new Span(row.from(), row.to(), row.level(), row.labels(), reasons(row.reasons()));
  }

  List<Reason> reasons(String text) {
    return json.readValue(text, new TypeReference<List<Reason>>() {});
  }

  void close(Collection<Row> rows, Instant now) {
    if (!rows.isEmpty()) {
      jdbc.sql(CLOSE)
          .param("now", time(now))
          .param("persons", texts(rows, Row::person))
          .param("seqs", texts(rows, Row::seq))
          .update();
    }
  }

  void write(Collection<Row> rows, Instant now) {
    if (!rows.isEmpty()) {
      jdbc.sql(WRITE)
          .param("now", time(now))
          .param("persons", texts(rows, Row::person))
          .param("froms", texts(rows, Row::from))
          .param("tos", texts(rows, Row::to))
          .param("levels", texts(rows, it -> it.level().key()))
          .param("labels", texts(rows, it -> String.join(",", it.labels())))
          .param("reasons", texts(rows, Row::reasons))
          .update();
    }
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
