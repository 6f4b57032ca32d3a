package org.shouwang.incidents;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
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
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Incidents, the cases they carry and their way as rows. */
@Repository
class IncidentStore {

  /** Two first cases at once open one incident. */
  private static final String TURN =
      "select pg_advisory_xact_lock(hashtext('incidents.open'), hashtext(:disease))";

  private static final String NUMBER =
      """
      insert into incidents.number as known (year, last) values (:year, 1)
      on conflict (year) do update set last = known.last + 1
      returning last
      """;

  private static final String INSERT =
      """
      insert into incidents.incident (id, number, title, disease, level, state, opened_at, opened_by)
      values (:id, :number, :title, :disease, :level, :state, :at, :by)
      """;

  private static final String TO_JOIN =
      """
      select id from incidents.incident
      where disease = :disease and ended_at is null
        and coalesce(last_case_at, opened_at) >= :since
      order by opened_at desc, id desc limit 1
      """;

  private static final String LOCK = "select * from incidents.incident where id = :id for update";

  private static final String LIST =
      """
      select * from incidents.incident
      where (opened_at, id) < (:before::timestamptz, :beforeId::uuid)
        and (:open::boolean is null or (ended_at is null) = :open)
      order by opened_at desc, id desc limit :limit
      """;

  private static final String MOVE =
      """
      update incidents.incident
      set state = :state, level = :level, ended_at = :ended, version = version + 1
      where id = :id
      """;

  private static final String TRANSITION =
      """
      insert into incidents.transition (incident_id, id, at, was, became, why, by_name)
      values (:incident, :id, :at, :was, :became, :why, :by)
      """;

  private static final String TRANSITIONS =
      "select * from incidents.transition where incident_id = :id order by at, id";

  private static final String CARRY =
      """
      insert into incidents.carried (case_id, incident_id, at) values (:case, :incident, :at)
      on conflict do nothing
      """;

  private static final String JOINED =
      """
      update incidents.incident set last_case_at = :at, version = version + 1 where id = :id
      """;

  private static final String CARRIED =
      """
      select incident_id, case_id from incidents.carried
      where incident_id = any (:ids::uuid[]) order by at, case_id
      """;

  private static final String OF_CASE =
      "select incident_id from incidents.carried where case_id = :case";

  private static final String STEPS =
      """
      insert into incidents.step (incident_id, key, zh, en, hours, asks, team, due_at, state)
      select s.incident, s.key, s.zh, s.en, s.hours, s.asks, s.team, s.due, 'open'
      from unnest(:incidents::uuid[], :keys::text[], :zhs::text[], :ens::text[],
        :hours::double precision[], :asks::text[], :teams::text[], :dues::timestamptz[])
        as s (incident, key, zh, en, hours, asks, team, due)
      on conflict do nothing
      """;

  private static final String STEPS_OF =
      """
      select * from incidents.step where incident_id = any (:ids::uuid[]) order by hours, key
      """;

  private static final String END_STEP =
      """
      update incidents.step
      set state = :state, done_at = :at, done_by = :by, note = :note, document = :document
      where incident_id = :incident and key = :key and state = 'open'
      """;

  private static final String UNIT_NAMED =
      """
      select name, id from people.unit_ref where name = any (:names::text[]) order by id desc
      """;

  private final JdbcClient jdbc;

  IncidentStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void turn(String disease) {
    jdbc.sql(TURN).param("disease", disease).query((row, n) -> n).list();
  }

  int number(int year) {
    return jdbc.sql(NUMBER).param("year", year).query(Integer.class).single();
  }

  void insert(Incident incident) {
    jdbc.sql(INSERT)
        .param("id", incident.id())
        .param("number", incident.number())
        .param("title", incident.title())
        .param("disease", incident.disease())
        .param("level", incident.level())
        .param("state", incident.state().key())
        .param("at", time(incident.openedAt()))
        .param("by", incident.openedBy())
        .update();
  }

  /** The open incident of a disease whose newest case isn't older. */
  Optional<UUID> toJoin(String disease, Instant since) {
    return jdbc.sql(TO_JOIN)
        .param("disease", disease)
        .param("since", time(since))
        .query(UUID.class)
        .optional();
  }

  /** Holds an incident until the commit. */
  Optional<Incident> lock(UUID id) {
    return jdbc.sql(LOCK).param("id", id).query((row, n) -> incident(row)).optional();
  }

  Optional<Incident> one(UUID id) {
    return jdbc.sql("select * from incidents.incident where id = :id")
        .param("id", id)
        .query((row, n) -> incident(row))
        .optional();
  }

  /**
   * Incidents, the newest first.
   *
   * @param open whether they are open; null: all
   */
  List<Incident> list(@Nullable Boolean open, TimeKeys before, int limit) {
    return jdbc.sql(LIST)
        .param("before", time(before.at()))
        .param("beforeId", before.id())
        .param("open", open)
        .param("limit", limit)
        .query((row, n) -> incident(row))
        .list();
  }

  void move(UUID id, Incident.State state, String level, @Nullable Instant ended) {
    jdbc.sql(MOVE)
        .param("id", id)
        .param("state", state.key())
        .param("level", level)
        .param("ended", ended == null ? null : time(ended))
        .update();
  }

  /** A step on the way, with its act. */
  record Transition(
      UUID id, Instant at, @Nullable String was, String became, String why, String by) {}

  void transition(UUID incident, Transition step) {
    jdbc.sql(TRANSITION)
        .param("incident", incident)
        .param("id", step.id())
        .param("at", time(step.at()))
        .param("was", step.was())
        .param("became", step.became())
        .param("why", step.why())
        .param("by", step.by())
        .update();
  }

  List<Transition> transitions(UUID incident) {
    return jdbc.sql(TRANSITIONS)
        .param("id", incident)
        .query((row, n) ->
            new Transition(
                row.getObject("id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getString("was"),
                row.getString("became"),
                row.getString("why"),
                row.getString("by_name")))
        .list();
  }

  void carry(UUID incident, UUID caseId, Instant at) {
    jdbc.sql(CARRY)
        .param("case", caseId)
        .param("incident", incident)
        .param("at", time(at))
        .update();
    jdbc.sql(JOINED).param("id", incident).param("at", time(at)).update();
  }

  /** The cases that incidents carry, in the order in which they joined. */
  Map<UUID, List<UUID>> carried(Collection<UUID> incidents) {
    Map<UUID, List<UUID>> carried = new HashMap<>();
    jdbc.sql(CARRIED)
        .param("ids", texts(incidents, it -> it))
        .query(row -> {
          carried
              .computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
              .add(row.getObject(2, UUID.class));
        });
    return carried;
  }

  Optional<UUID> ofCase(UUID caseId) {
    return jdbc.sql(OF_CASE).param("case", caseId).query(UUID.class).optional();
  }

  void steps(List<StepRow> steps) {
    jdbc.sql(STEPS)
        .param("incidents", texts(steps, StepRow::incident))
        .param("keys", texts(steps, StepRow::key))
        .param("zhs", texts(steps, StepRow::zh))
        .param("ens", texts(steps, StepRow::en))
        .param("hours", texts(steps, StepRow::hours))
        .param("asks", texts(steps, StepRow::asks))
        .param("teams", texts(steps, StepRow::team))
        .param("dues", texts(steps, StepRow::dueAt))
        .update();
  }

  Map<UUID, List<StepRow>> stepsOf(Collection<UUID> incidents) {
    Map<UUID, List<StepRow>> steps = new HashMap<>();
    jdbc.sql(STEPS_OF)
        .param("ids", texts(incidents, it -> it))
        .query((row, n) -> step(row))
        .list()
        .forEach(it -> steps.computeIfAbsent(it.incident(), id -> new ArrayList<>()).add(it));
    return steps;
  }

  /** How a step ended. */
  record Ending(
      String state, Instant at, String by, @Nullable String note, @Nullable String document) {}

  /** Returns false when it was no longer open. */
  boolean endStep(UUID incident, String key, Ending ending) {
    return jdbc.sql(END_STEP)
            .param("incident", incident)
            .param("key", key)
            .param("state", ending.state())
            .param("at", time(ending.at()))
            .param("by", ending.by())
            .param("note", ending.note())
            .param("document", ending.document())
            .update()
        == 1;
  }

  /** Numbers of incidents. */
  Map<UUID, String> numbers(Collection<? extends @Nullable UUID> ids) {
    Map<UUID, String> numbers = new HashMap<>();
    jdbc.sql("select id, number from incidents.incident where id = any (:ids::uuid[])")
        .param("ids", texts(ids, it -> it))
        .query(row -> {
          numbers.put(row.getObject(1, UUID.class), row.getString(2));
        });
    return numbers;
  }

  /** Units by their names. */
  Map<String, UUID> unitsNamed(Collection<String> names) {
    Map<String, UUID> units = new HashMap<>();
    if (!names.isEmpty()) {
      jdbc.sql(UNIT_NAMED)
          .param("names", texts(names, it -> it))
          .query(row -> {
            units.put(row.getString(1), row.getObject(2, UUID.class));
          });
    }
    return units;
  }

  private static StepRow step(ResultSet row) throws SQLException {
    return new StepRow(
        row.getObject("incident_id", UUID.class),
        row.getString("key"),
        row.getString("zh"),
        row.getString("en"),
        row.getDouble("hours"),
        row.getString("asks"),
        row.getString("team"),
        row.getTimestamp("due_at").toInstant(),
        row.getString("state"),
        instant(row, "done_at"),
        row.getString("done_by"),
        row.getString("note"),
        row.getString("document"));
  }

  private static Incident incident(ResultSet row) throws SQLException {
    return new Incident(
        row.getObject("id", UUID.class),
        row.getString("number"),
        row.getString("title"),
        row.getString("disease"),
        row.getString("level"),
        Incident.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getTimestamp("opened_at").toInstant(),
        row.getString("opened_by"),
        instant(row, "last_case_at"),
        instant(row, "ended_at"),
        row.getInt("version"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
