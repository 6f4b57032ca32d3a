package org.shouwang.cases;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Cases as rows. */
@Repository
class CaseStore {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String NUMBER =
      """
      insert into cases.number as known (year, last) values (:year, 1)
      on conflict (year) do update set last = known.last + 1
      returning last
      """;

  private static final String INSERT =
      """
      insert into cases.case_file (id, number, person_id, unit_id, disease, classification,
        document, onset, sampled_at, symptoms, signs, symptoms_ended_at, controlled_at, evidence_id,
        state, opened_at, opened_by)
      values (:id, :number, :person, :unit, :disease, :classification, :document, :onset, :sampled,
        :symptoms, :signs, :symptomsEnded, :controlled, :evidence, 'open', :opened, :by)
      on conflict do nothing
      """;

  private static final String SAMPLED_EARLIER =
      """
      update cases.case_file set sampled_at = :sampled, traced_at = null
      where person_id = :person and disease = :disease and state = 'open'
        and (sampled_at is null or sampled_at > :sampled)
      """;

  private static final String POSITIVE =
      """
      update cases.case_file set later_positives = later_positives || :evidence::uuid
      where person_id = :person and disease = :disease and state = 'open'
        and evidence_id is distinct from :evidence::uuid
        and not :evidence::uuid = any (later_positives)
      """;

  private static final String NOT_POSITIVE =
      """
      update cases.case_file
      set later_positives = array(select e from unnest(later_positives) e
                                  where e <> all (:ids::uuid[]))
      where later_positives && :ids::uuid[]
      """;

  private static final String CHANGE =
      """
      update cases.case_file
      set classification = :classification, document = :document, onset = :onset,
          sampled_at = :sampled, symptoms = :symptoms, signs = :signs,
          symptoms_ended_at = :symptomsEnded, controlled_at = :controlled,
          traced_at = null, version = version + 1
      where id = :id and state = 'open' and version = :version
      """;

  private static final String REPORTED =
      """
      update cases.case_file set reported_at = :at, reported_to = :to, version = version + 1
      where id = :id and state = 'open'
      """;

  private static final String END =
      """
      update cases.case_file
      set state = :state, outcome = :outcome, why = :why, ended_at = :at, version = version + 1
      where id = :id and state = 'open'
      """;

  private static final String TRACED =
      """
      update cases.case_file
      set traced_at = :at, traced_by = :by, traced_digest = :digest, waves = :waves
      where id = :id
      """;

  private static final String GIVEN =
      "update cases.case_file set given = given || :evidence::uuid where id = :id";

  private static final String GIVEN_BY = "select unnest(given) from cases.case_file where id = :id";

  /** A clock set back makes what was traced in the future due. */
  private static final String DUE =
      """
      select f.id from cases.case_file f
      left join unnest(:diseases::text[], :controlled::timestamptz[]) as d (disease, at)
        on d.disease = f.disease
      where f.state = 'open'
        and (f.traced_at is null
             or ((f.traced_at < :before or f.traced_at > :now)
                 and (f.controlled_at is null or f.controlled_at > coalesce(d.at, :usual))))
      order by f.traced_at nulls first, f.id limit :limit
      """;

  private static final String LOCK = "select * from cases.case_file where id = :id for update";

  private static final String LOCK_IF_FREE = LOCK + " skip locked";

  private static final String WITHIN =
      """
      (:everywhere or unit_id in (select descendant_id from people.unit_closure_ref
                                  where ancestor_id = any (:units::uuid[])))
      """;

  private static final String LIST =
      """
      select * from cases.case_file
      where (opened_at, id) < (:before::timestamptz, :beforeId::uuid)
        and (:state::text is null or state = :state)
        and (:disease::text is null or disease = :disease)
        and
      """
          + WITHIN
          + " order by opened_at desc, id desc limit :limit";

  private static final String ONE = "select * from cases.case_file where id = :id and " + WITHIN;

  private static final String SEVERAL =
      """
      select * from cases.case_file
      where (id = any (:ids::uuid[]) or number = any (:numbers::text[])
             or (person_id = any (:persons::uuid[]) and state = 'open'))
        and
      """
          + WITHIN;

  private static final String BY_EVIDENCE =
      """
      select * from cases.case_file where evidence_id = any (:ids::uuid[]) and state = 'open'
      order by id for update
      """;

  private static final String OPEN_OF =
      """
      select id from cases.case_file
      where person_id = :person and disease = :disease and state = 'open'
      """;

  private static final String OPEN_ELSEWHERE =
      """
      select exists (select from cases.case_file
                     where person_id = :person and state = 'open' and id <> :id)
      """;

  private final JdbcClient jdbc;

  CaseStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  int number(int year) {
    return jdbc.sql(NUMBER).param("year", year).query(Integer.class).single();
  }

  /** Returns false when the id is taken or the person has an open case. */
  boolean insert(CaseFile file) {
    return facts(jdbc.sql(INSERT), file)
            .param("id", file.id())
            .param("number", file.number())
            .param("person", file.person())
            .param("unit", file.unit())
            .param("disease", file.disease())
            .param("evidence", file.evidence())
            .param("opened", time(file.openedAt()))
            .param("by", file.openedBy())
            .update()
        == 1;
  }

  private static JdbcClient.StatementSpec facts(JdbcClient.StatementSpec query, CaseFile file) {
    return query
        .param("classification", file.classification().key())
        .param("document", file.document())
        .param("onset", file.onset())
        .param("sampled", optional(file.sampledAt()))
        .param("symptoms", file.symptoms())
        .param("signs", JSON.writeValueAsString(file.signs()))
        .param("symptomsEnded", optional(file.symptomsEndedAt()))
        .param("controlled", optional(file.controlledAt()));
  }

  private static @Nullable Object optional(@Nullable Instant at) {
    return at == null ? null : time(at);
  }

  /** An earlier positive swab of a person with an open case has come. */
  void sampledEarlier(UUID person, String disease, Instant sampled) {
    jdbc.sql(SAMPLED_EARLIER)
        .param("person", person)
        .param("disease", disease)
        .param("sampled", time(sampled))
        .update();
  }

  /** A positive of a person whose case is open already: it wasn't opened by it. */
  void positive(UUID person, String disease, UUID evidence) {
    jdbc.sql(POSITIVE)
        .param("person", person)
        .param("disease", disease)
        .param("evidence", evidence)
        .update();
  }

  /** Positives count no longer. */
  void notPositive(Collection<UUID> evidence) {
    jdbc.sql(NOT_POSITIVE).param("ids", texts(evidence, id -> id)).update();
  }

  /** Returns false when it moved meanwhile. */
  boolean change(CaseFile file) {
    return facts(jdbc.sql(CHANGE), file)
            .param("id", file.id())
            .param("version", file.version())
            .update()
        == 1;
  }

  boolean reported(UUID id, String to, Instant at) {
    return jdbc.sql(REPORTED).param("id", id).param("to", to).param("at", time(at)).update() == 1;
  }

  boolean end(UUID id, CaseFile.State state, @Nullable String outcome, String why, Instant at) {
    return jdbc.sql(END)
            .param("id", id)
            .param("state", state.key())
            .param("outcome", outcome)
            .param("why", why)
            .param("at", time(at))
            .update()
        == 1;
  }

  /** Evidence about its person that a case gave to the status. */
  void given(UUID id, UUID evidence) {
    jdbc.sql(GIVEN).param("id", id).param("evidence", evidence).update();
  }

  List<UUID> givenBy(UUID id) {
    return jdbc.sql(GIVEN_BY).param("id", id).query(UUID.class).list();
  }

  void traced(UUID id, Instant at, String edition, String digest, int waves) {
    jdbc.sql(TRACED)
        .param("id", id)
        .param("at", time(at))
        .param("by", edition)
        .param("digest", digest)
        .param("waves", waves)
        .update();
  }

  /** Candidates have come up to be decided once more. */
  void wave(UUID id, int waves) {
    jdbc.sql("update cases.case_file set waves = :waves where id = :id")
        .param("id", id)
        .param("waves", waves)
        .update();
  }

  /**
   * Open cases to be traced, those that never were first.
   *
   * @param before traced before that
   * @param controlled by disease: left alone when the person was controlled before that
   * @param usual the same for any other
   */
  List<UUID> due(
      Instant now, Instant before, Map<String, Instant> controlled, Instant usual, int limit) {
    List<Map.Entry<String, Instant>> all = List.copyOf(controlled.entrySet());
    return jdbc.sql(DUE)
        .param("now", time(now))
        .param("before", time(before))
        .param("usual", time(usual))
        .param("diseases", texts(all, Map.Entry::getKey))
        .param("controlled", texts(all, Map.Entry::getValue))
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  /** Holds a case until the commit; whoever else does is waited for. */
  Optional<CaseFile> lock(UUID id) {
    return jdbc.sql(LOCK).param("id", id).query((row, n) -> file(row)).optional();
  }

  /** Holds a case, unless somebody else does. */
  Optional<CaseFile> lockIfFree(UUID id) {
    return jdbc.sql(LOCK_IF_FREE).param("id", id).query((row, n) -> file(row)).optional();
  }

  /**
   * Which cases, the newest first, from before a key.
   *
   * @param state null: any
   * @param disease null: any
   */
  record Wanted(@Nullable String state, @Nullable String disease, TimeKeys before) {}

  List<CaseFile> list(Wanted wanted, Scope scope, int limit) {
    return jdbc.sql(LIST)
        .param("before", time(wanted.before().at()))
        .param("beforeId", wanted.before().id())
        .param("state", wanted.state())
        .param("disease", wanted.disease())
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), id -> id))
        .param("limit", limit)
        .query((row, n) -> file(row))
        .list();
  }

  Optional<CaseFile> one(UUID id, Scope scope) {
    return jdbc.sql(ONE)
        .param("id", id)
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), unit -> unit))
        .query((row, n) -> file(row))
        .optional();
  }

  /** Cases by their ids or numbers, and the open ones of persons. */
  List<CaseFile> several(
      Collection<UUID> ids, Collection<String> numbers, Collection<UUID> persons, Scope scope) {
    return jdbc.sql(SEVERAL)
        .param("ids", texts(ids, id -> id))
        .param("numbers", texts(numbers, number -> number))
        .param("persons", texts(persons, id -> id))
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), unit -> unit))
        .query((row, n) -> file(row))
        .list();
  }

  /** Open cases that were opened by these pieces of evidence; held until the commit. */
  List<CaseFile> byEvidence(Collection<UUID> evidence) {
    return jdbc.sql(BY_EVIDENCE)
        .param("ids", texts(evidence, id -> id))
        .query((row, n) -> file(row))
        .list();
  }

  /** The open case of a person, of one disease. */
  Optional<UUID> openOf(UUID person, String disease) {
    return jdbc.sql(OPEN_OF)
        .param("person", person)
        .param("disease", disease)
        .query(UUID.class)
        .optional();
  }

  /** Whether the person has another open case, of another disease. */
  boolean openElsewhere(CaseFile file) {
    return jdbc.sql(OPEN_ELSEWHERE)
        .param("person", file.person())
        .param("id", file.id())
        .query(Boolean.class)
        .single();
  }

  static CaseFile file(ResultSet row) throws SQLException {
    return new CaseFile(
        row.getObject("id", UUID.class),
        row.getString("number"),
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getString("disease"),
        CaseFile.Classification.valueOf(row.getString("classification").toUpperCase(Locale.ROOT)),
        row.getString("document"),
        row.getObject("onset", java.time.LocalDate.class),
        instant(row, "sampled_at"),
        row.getString("symptoms"),
        JSON.readValue(row.getString("signs"), new TypeReference<Map<String, Integer>>() {}),
        instant(row, "symptoms_ended_at"),
        instant(row, "controlled_at"),
        row.getObject("evidence_id", UUID.class),
        ((UUID[]) row.getArray("later_positives").getArray()).length > 0,
        CaseFile.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("outcome"),
        row.getString("why"),
        row.getTimestamp("opened_at").toInstant(),
        row.getString("opened_by"),
        instant(row, "ended_at"),
        instant(row, "reported_at"),
        row.getString("reported_to"),
        instant(row, "traced_at"),
        row.getString("traced_by"),
        row.getString("traced_digest"),
        row.getInt("waves"),
        row.getInt("version"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
