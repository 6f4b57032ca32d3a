package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes swabs, undone ones and refusals: a statement a batch, never one a fact. */
@Repository
class SwabStore {

  private static final String INSERT =
      """
      insert into sampling.swab (tube, at, id, recorded_at, skew_ms, person_id, place_id, unit_id,
        round_id, pool, purpose, lane, device_id, taken_by, data)
      select * from unnest(:tubes::text[], :ats::timestamptz[], :ids::uuid[],
        :recorded::timestamptz[], :skews::bigint[], :persons::uuid[], :places::uuid[],
        :units::uuid[], :rounds::uuid[], :pools::smallint[], :purposes::text[], :lanes::text[],
        :devices::uuid[], :names::text[], :data::text[])
      """;

  private static final String END =
      """
      insert into sampling.swab_end (swab_id, id, at, by_name, reason, act)
      select * from unnest(:swabs::uuid[], :ids::uuid[], :ats::timestamptz[], :names::text[],
        :reasons::text[], :acts::boolean[])
      on conflict do nothing
      """;

  private static final String ENDED =
      "select distinct swab_id from sampling.swab_end where swab_id = any(:ids::uuid[])";

  private static final String WHERE =
      """
      select tube, id, person_id, at, place_id, unit_id, round_id, null::text as disease
      from sampling.swab where id = any(:ids::uuid[])
      union all
      select tube, id, person_id, at, place_id, unit_id, null, disease
      from sampling.specimen where id = any(:ids::uuid[])
      """;

  private static final String TWICE =
      """
      select s.person_id, s.round_id, array_agg(s.id order by s.at, s.id) as swabs,
             (array_agg(s.tube order by s.at, s.id))[1] as tube
      from sampling.swab s
      where s.person_id = any(:persons::uuid[]) and s.round_id is not null
        and s.at >= :from and s.at <= :until
        and s.purpose not in ('double', 'positive_follow_up')
        and not exists (select from sampling.swab_end e where e.swab_id = s.id)
      group by s.person_id, s.round_id
      having count(distinct s.tube) > 1
      """;

  private static final String SINGLES =
      """
      select distinct on (person_id) person_id, id, at from sampling.swab s
      where person_id = any(:persons::uuid[]) and at >= :since and pool = 1
        and not exists (select from sampling.swab_end e where e.swab_id = s.id)
      order by person_id, at
      """;

  private static final String KEEPING =
      "select pg_advisory_xact_lock_shared(hashtext('sampling.swab'))";

  private static final String SETTLED = "select pg_advisory_xact_lock(hashtext('sampling.swab'))";

  private static final String REFUSED =
      """
      insert into sampling.refusal (person_id, at, id, place_id, unit_id, round_id, reason, taken_by)
      select * from unnest(:persons::uuid[], :ats::timestamptz[], :ids::uuid[], :places::uuid[],
        :units::uuid[], :rounds::uuid[], :reasons::text[], :names::text[])
      """;

  private final JdbcClient jdbc;

  SwabStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A swab on its way into the table. */
  record New(
      String tube, SwabRow swab, Instant recordedAt, long skewMs, boolean byDevice, String data) {
    New with(SwabRow swab) {
      return new New(tube, swab, recordedAt, skewMs, byDevice, data);
    }
  }

  void insert(List<New> swabs) {
    jdbc.sql(INSERT)
        .param("tubes", texts(swabs, New::tube))
        .param("ats", texts(swabs, it -> it.swab().at()))
        .param("ids", texts(swabs, it -> it.swab().id()))
        .param("recorded", texts(swabs, New::recordedAt))
        .param("skews", texts(swabs, New::skewMs))
        .param("persons", texts(swabs, it -> it.swab().person()))
        .param("places", texts(swabs, it -> it.swab().place()))
        .param("units", texts(swabs, it -> it.swab().unit()))
        .param("rounds", texts(swabs, it -> it.swab().round()))
        .param("pools", texts(swabs, it -> it.swab().pool()))
        .param("purposes", texts(swabs, it -> it.swab().purpose()))
        .param("lanes", texts(swabs, it -> it.swab().lane()))
        .param("devices", texts(swabs, it -> it.byDevice() ? it.swab().device() : null))
        .param("names", texts(swabs, it -> it.swab().by()))
        .param("data", texts(swabs, New::data))
        .update();
  }

  /** A swab that counts no longer. */
  record End(UUID swab, UUID id, Instant at, String by, @Nullable String reason, boolean act) {}

  void end(List<End> ends) {
    jdbc.sql(END)
        .param("swabs", texts(ends, End::swab))
        .param("ids", texts(ends, End::id))
        .param("ats", texts(ends, End::at))
        .param("names", texts(ends, End::by))
        .param("reasons", texts(ends, End::reason))
        .param("acts", texts(ends, End::act))
        .update();
  }

  /** Those of the swabs that count no longer. */
  Set<UUID> ended(Collection<UUID> swabs) {
    return swabs.isEmpty()
        ? Set.of()
        : new HashSet<>(
            jdbc.sql(ENDED).param("ids", texts(swabs, it -> it)).query(UUID.class).list());
  }

  /**
   * Where swabs are.
   *
   * @param disease of a specimen; null: a swab, for the principal one
   */
  record Found(String tube, Tested swab, @Nullable String disease) {

    /** Only swabs count in rounds. */
    boolean counts() {
      return disease == null;
    }
  }

  List<Found> find(Collection<UUID> swabs) {
    return jdbc.sql(WHERE)
        .param("ids", texts(swabs, it -> it))
        .query((row, n) ->
            new Found(
                row.getString("tube"),
                new Tested(
                    row.getObject("person_id", UUID.class),
                    row.getObject("id", UUID.class),
                    row.getTimestamp("at").toInstant(),
                    row.getObject("place_id", UUID.class),
                    row.getObject("unit_id", UUID.class),
                    row.getObject("round_id", UUID.class)),
                row.getString("disease")))
        .list();
  }

  /** A person swabbed in several tubes of a round. */
  record Twice(UUID person, UUID round, List<UUID> swabs, String tube) {}

  List<Twice> twice(Collection<UUID> persons, Instant from, Instant until) {
    return persons.isEmpty()
        ? List.of()
        : jdbc.sql(TWICE)
            .param("persons", texts(persons, it -> it))
            .param("from", time(from))
            .param("until", time(until))
            .query((row, n) ->
                new Twice(
                    row.getObject("person_id", UUID.class),
                    row.getObject("round_id", UUID.class),
                    List.of((UUID[]) row.getArray("swabs").getArray()),
                    row.getString("tube")))
            .list();
  }

  /** A swab alone in its tube. */
  record Single(UUID person, UUID swab, Instant at) {}

  /** The first swab alone of each person since a moment. */
  List<Single> singles(Collection<UUID> persons, Instant since) {
    return jdbc.sql(SINGLES)
        .param("persons", texts(persons, it -> it))
        .param("since", time(since))
        .query((row, n) ->
            new Single(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getTimestamp(3).toInstant()))
        .list();
  }

  /** Many may be kept at once; whoever ends one that isn't there waits for all of them. */
  void keeping() {
    jdbc.sql(KEEPING).query((row, n) -> true).single();
  }

  /** Waits until all swabs on their way are there, and keeps new ones out until the commit. */
  void settled() {
    jdbc.sql(SETTLED).query((row, n) -> true).single();
  }

  /** Somebody refused. */
  record Refusal(
      UUID person,
      Instant at,
      UUID id,
      @Nullable UUID place,
      @Nullable UUID unit,
      @Nullable UUID round,
      String reason,
      String by) {}

  void refused(List<Refusal> refusals) {
    jdbc.sql(REFUSED)
        .param("persons", texts(refusals, Refusal::person))
        .param("ats", texts(refusals, Refusal::at))
        .param("ids", texts(refusals, Refusal::id))
        .param("places", texts(refusals, Refusal::place))
        .param("units", texts(refusals, Refusal::unit))
        .param("rounds", texts(refusals, Refusal::round))
        .param("reasons", texts(refusals, Refusal::reason))
        .param("names", texts(refusals, Refusal::by))
        .update();
  }
}
