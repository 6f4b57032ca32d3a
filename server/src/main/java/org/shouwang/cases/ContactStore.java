package org.shouwang.cases;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.Exposure.Kind;
import org.shouwang.cases.Exposure.Proposal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes contacts, exposures and decisions, many at once. Callers hold the case. */
@Repository
class ContactStore {

  private static final String FORGET =
      """
      delete from cases.exposure
      where case_id = :case and kind <> 'interview' and id <> all (:ids::uuid[])
      """;

  private static final String KEEP =
      """
      insert into cases.exposure as known (case_id, person_id, id, of_id, kind, place_id, tube,
        from_at, until_at, minutes, note, by_name, recorded_at)
      select :case, *, :note::text, :by::text, :now::timestamptz
      from unnest(:persons::uuid[], :ids::uuid[], :ofs::uuid[], :kinds::text[], :places::uuid[],
        :tubes::text[], :froms::timestamptz[], :untils::timestamptz[], :minutes::bigint[])
      on conflict (case_id, person_id, id)
      do update set until_at = excluded.until_at, minutes = excluded.minutes
      where (known.until_at, known.minutes) is distinct from (excluded.until_at, excluded.minutes)
      """;

  /** New ones are candidates; a lapsed one that is found again is one once more. */
  private static final String FIND =
      """
      with found as (
        select * from unnest(:persons::uuid[], :units::uuid[], :degrees::smallint[], :vias::uuid[],
          :proposals::text[]) as f (person_id, unit_id, degree, via_id, proposed)
      ),
      total as (
        select person_id, min(from_at) as first_at, max(until_at) as last_at,
               count(*)::int as exposures, sum(minutes)::bigint as minutes
        from cases.exposure where case_id = :case group by person_id
      )
      insert into cases.contact as known (case_id, person_id, unit_id, degree, via_id, proposed,
        state, source, first_exposure, last_exposure, exposures, minutes, found_at)
      select :case, f.person_id, f.unit_id, f.degree, f.via_id, f.proposed, 'candidate', :source,
             t.first_at, t.last_at, t.exposures, t.minutes, :now::timestamptz
      from found f join total t using (person_id)
      on conflict (case_id, person_id) do update
      set degree = excluded.degree, via_id = excluded.via_id, proposed = excluded.proposed,
          state = 'candidate', found_at = excluded.found_at,
          version = known.version + 1
      where known.state = 'lapsed'
      returning person_id
      """;

  /** What was found anew of those who are known: how often, how long, until when. */
  private static final String RECKON =
      """
      with total as (
        select person_id, min(from_at) as first_at, max(until_at) as last_at,
               count(*)::int as exposures, sum(minutes)::bigint as minutes
        from cases.exposure where case_id = :case group by person_id
      )
      update cases.contact known
      set first_exposure = t.first_at, last_exposure = t.last_at, exposures = t.exposures,
          minutes = t.minutes
      from total t
      where known.case_id = :case and known.person_id = t.person_id
        and (known.first_exposure, known.last_exposure, known.exposures, known.minutes)
            is distinct from (t.first_at, t.last_at, t.exposures, t.minutes)
      """;

  /** A contact of a contact who was near the person of the case, too, comes nearer. */
  private static final String NEARER =
      """
      update cases.contact known
      set degree = 1, via_id = null, proposed = f.proposed, version = version + 1
      from unnest(:persons::uuid[], :proposals::text[]) as f (person_id, proposed)
      where known.case_id = :case and known.person_id = f.person_id and known.degree = 2
        and known.state in ('candidate', 'lapsed')
      """;

  private static final String LAPSE =
      """
      update cases.contact known set state = 'lapsed', version = version + 1
      where case_id = :case and state = 'candidate'
        and not exists (select from cases.exposure e
                        where e.case_id = known.case_id and e.person_id = known.person_id)
      returning *
      """;

  private static final String EVIDENCE =
      """
      update cases.contact known set evidence = known.evidence || g.item
      from unnest(:persons::uuid[], :evidence::uuid[]) as g (person_id, item)
      where known.case_id = :case and known.person_id = g.person_id
      """;

  private static final String OF =
      "select * from cases.contact where case_id = :case and person_id = any (:persons::uuid[])";

  private static final String ALL = "select * from cases.contact where case_id = :case";

  private static final String DECIDE =
      """
      update cases.contact known
      set state = :state, decided_at = :now, decider = :decider, document = :document,
          reason = :reason, version = known.version + 1
      from unnest(:persons::uuid[], :versions::int[]) as d (person_id, version)
      where known.case_id = :case and known.person_id = d.person_id
        and known.version = d.version and known.state <> 'withdrawn'
      returning known.*
      """;

  private static final String DECIDED =
      """
      insert into cases.decision (case_id, person_id, id, at, was, became, document, reason, by_name)
      select :case, d.person_id, :id, :now, d.was, :state, :document, :reason, :by
      from unnest(:persons::uuid[], :were::text[]) as d (person_id, was)
      """;

  private static final String WITHDRAW =
      """
      update cases.contact set state = 'withdrawn', version = version + 1
      where case_id = :case and state <> 'withdrawn'
      """;

  private static final String CLASSED_ELSEWHERE =
      """
      select distinct c.person_id
      from cases.contact c
      join cases.case_file other on other.id = c.case_id
      join cases.case_file own on own.id = :case and own.disease = other.disease
      where c.person_id = any (:persons::uuid[]) and c.case_id <> :case
        and c.state in ('close', 'secondary')
      """;

  private static final String CANDIDATES =
      "select count(*) from cases.contact where case_id = :case and state = 'candidate'";

  private final JdbcClient jdbc;

  ContactStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A contact as kept.
   *
   * @param degree 1: of the person of the case; 2: of a close contact
   * @param via that close contact
   * @param evidence all that was given to the status for it
   */
  record Contact(
      UUID person,
      @Nullable UUID unit,
      int degree,
      @Nullable UUID via,
      Proposal proposed,
      ContactState state,
      String source,
      Instant firstExposure,
      Instant lastExposure,
      int exposures,
      long minutes,
      List<UUID> evidence,
      Instant foundAt,
      @Nullable Instant decidedAt,
      @Nullable String decider,
      @Nullable String document,
      @Nullable String reason,
      int version) {}

  /** Somebody who was found. */
  record Found(
      UUID person, @Nullable UUID unit, int degree, @Nullable UUID via, Proposal proposed) {}

  /** What tracing found now stands in the place of what it had found before. */
  void replace(UUID id, Collection<Exposure> found, Instant now) {
    jdbc.sql(FORGET).param("case", id).param("ids", texts(found, Exposure::id)).update();
    keep(id, found, null, null, now);
  }

  /** Adds exposures. */
  void keep(
      UUID id,
      Collection<Exposure> exposures,
      @Nullable String note,
      @Nullable String by,
      Instant now) {
    jdbc.sql(KEEP)
        .param("case", id)
        .param("note", note)
        .param("by", by)
        .param("now", time(now))
        .param("persons", texts(exposures, Exposure::person))
        .param("ids", texts(exposures, Exposure::id))
        .param("ofs", texts(exposures, Exposure::of))
        .param("kinds", texts(exposures, it -> it.kind().key()))
        .param("places", texts(exposures, Exposure::place))
        .param("tubes", texts(exposures, Exposure::tube))
        .param("froms", texts(exposures, Exposure::from))
        .param("untils", texts(exposures, Exposure::until))
        .param("minutes", texts(exposures, Exposure::minutes))
        .update();
  }

  /** Takes who was found and has exposures; those that are candidates now come back. */
  Set<UUID> find(UUID id, Collection<Found> found, String source, Instant now) {
    return new HashSet<>(
        jdbc.sql(FIND)
            .param("case", id)
            .param("source", source)
            .param("now", time(now))
            .param("persons", texts(found, Found::person))
            .param("units", texts(found, Found::unit))
            .param("degrees", texts(found, Found::degree))
            .param("vias", texts(found, Found::via))
            .param("proposals", texts(found, it -> it.proposed().key()))
            .query(UUID.class)
            .list());
  }

  /** Brings those who are known up to date with their exposures. */
  void reckon(UUID id, Collection<Found> found) {
    List<Found> first = found.stream().filter(it -> it.degree() == 1).toList();
    jdbc.sql(NEARER)
        .param("case", id)
        .param("persons", texts(first, Found::person))
        .param("proposals", texts(first, it -> it.proposed().key()))
        .update();
    jdbc.sql(RECKON).param("case", id).update();
  }

  /** Candidates without any exposure left lapse, and come back. */
  List<Contact> lapse(UUID id) {
    return jdbc.sql(LAPSE).param("case", id).query((row, n) -> contact(row)).list();
  }

  /** What was given about whom. */
  record Standing(UUID person, UUID evidence) {}

  void evidence(UUID id, Collection<Standing> standing) {
    jdbc.sql(EVIDENCE)
        .param("case", id)
        .param("persons", texts(standing, Standing::person))
        .param("evidence", texts(standing, Standing::evidence))
        .update();
  }

  List<Contact> of(UUID id, Collection<UUID> persons) {
    return jdbc.sql(OF)
        .param("case", id)
        .param("persons", texts(persons, it -> it))
        .query((row, n) -> contact(row))
        .list();
  }

  /** All contacts of a case, read as a stream: close it. */
  Stream<Contact> all(UUID id) {
    return jdbc.sql(ALL).param("case", id).query((row, n) -> contact(row)).stream();
  }

  /** A contact as the decider saw it. */
  record Seen(UUID person, int version) {}

  /** A decision about several contacts. */
  record Decision(ContactState became, @Nullable String document, String reason, String by) {}

  /** Those that nobody changed since they were seen become what was decided, and come back. */
  List<Contact> decide(UUID id, Collection<Seen> seen, Decision decision, Instant now) {
    return jdbc.sql(DECIDE)
        .param("case", id)
        .param("state", decision.became().key())
        .param("decider", decision.by())
        .param("document", decision.document())
        .param("reason", decision.reason())
        .param("now", time(now))
        .param("persons", texts(seen, Seen::person))
        .param("versions", texts(seen, Seen::version))
        .query((row, n) -> contact(row))
        .list();
  }

  /** Keeps decisions for good, with their act. */
  void decided(UUID id, Collection<Contact> before, Decision decision, UUID act, Instant now) {
    jdbc.sql(DECIDED)
        .param("case", id)
        .param("id", act)
        .param("now", time(now))
        .param("state", decision.became().key())
        .param("document", decision.document())
        .param("reason", decision.reason())
        .param("by", decision.by())
        .param("persons", texts(before, Contact::person))
        .param("were", texts(before, it -> it.state().key()))
        .update();
  }

  /** Those of the persons who are close or secondary contacts of another case of the disease. */
  Set<UUID> classedElsewhere(UUID id, Collection<UUID> persons) {
    return new HashSet<>(
        jdbc.sql(CLASSED_ELSEWHERE)
            .param("case", id)
            .param("persons", texts(persons, it -> it))
            .query(UUID.class)
            .list());
  }

  void withdraw(UUID id) {
    jdbc.sql(WITHDRAW).param("case", id).update();
  }

  long candidates(UUID id) {
    return jdbc.sql(CANDIDATES).param("case", id).query(Long.class).single();
  }

  static Contact contact(ResultSet row) throws SQLException {
    return new Contact(
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getInt("degree"),
        row.getObject("via_id", UUID.class),
        Proposal.valueOf(row.getString("proposed").toUpperCase(java.util.Locale.ROOT)),
        ContactState.of(row.getString("state")).orElseThrow(),
        row.getString("source"),
        row.getTimestamp("first_exposure").toInstant(),
        row.getTimestamp("last_exposure").toInstant(),
        row.getInt("exposures"),
        row.getLong("minutes"),
        List.of((UUID[]) row.getArray("evidence").getArray()),
        row.getTimestamp("found_at").toInstant(),
        CaseStore.instant(row, "decided_at"),
        row.getString("decider"),
        row.getString("document"),
        row.getString("reason"),
        row.getInt("version"));
  }

  /** The kind of a row's exposure. */
  static Kind kind(ResultSet row) throws SQLException {
    return Kind.valueOf(row.getString("kind").toUpperCase(java.util.Locale.ROOT));
  }
}
