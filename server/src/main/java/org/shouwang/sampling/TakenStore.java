package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.sampling.ExpectedStore.Pair;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Swabs as they count; each method is one statement over many. */
@Repository
class TakenStore {

  /**
   * The round of each swab: what was kept before; else the one the device named; else the one at
   * that time that expects the person; else the one at that time and point.
   */
  private static final String ROUNDS =
      """
      select g.swab, r.round_id, e.person_id is not null as expected, r.closed, t.swab_id is not null as kept
      from unnest(:persons::uuid[], :swabs::uuid[], :ats::timestamptz[], :places::uuid[],
                  :rounds::uuid[]) as g (person, swab, at, place, round)
      left join sampling.taken t on t.person_id = g.person and t.swab_id = g.swab
      left join lateral (
        select r.id as round_id, r.state = 'closed' as closed
        from sampling.round r
        left join sampling.expected x on x.round_id = r.id and x.person_id = g.person
        where r.state <> 'draft'
          and case when t.swab_id is not null then r.id = t.round_id and not t.undone
                   when g.round is not null then r.id = g.round
                   else r.opens_at <= g.at and g.at < greatest(r.closes_at, r.closed_at)
                     and (x.person_id is not null or cardinality(r.points) = 0
                          or g.place = any (r.points)) end
        order by x.person_id is null, r.state = 'closed', r.closes_at, r.id limit 1) r on true
      left join sampling.expected e on e.round_id = r.round_id and e.person_id = g.person
      """;

  /** A swab that came twice, or was undone before it came, changes nothing. */
  private static final String PUT =
      """
      with put as (
        insert into sampling.taken (person_id, swab_id, at, place_id, round_id)
        select g.person, g.swab, g.at, g.place, g.round
        from unnest(:persons::uuid[], :swabs::uuid[], :ats::timestamptz[], :places::uuid[],
                    :rounds::uuid[]) as g (person, swab, at, place, round)
        order by g.person, g.swab
        on conflict do nothing
        returning person_id, swab_id, at, place_id, round_id),
      first as (
        select distinct on (person_id, round_id) person_id, round_id, swab_id, at, place_id
        from put where round_id is not null
        order by person_id, round_id, at, swab_id),
      moved as (
        update sampling.expected e
        set state = 'tested', swab_id = f.swab_id, tested_at = f.at, tested_place = f.place_id
        from first f
        where e.person_id = f.person_id and e.round_id = f.round_id and e.state <> 'tested'
        returning e.person_id, e.round_id, e.turn)
      select put.swab_id, put.round_id, moved.person_id, moved.turn
      from put left join first on first.swab_id = put.swab_id
      left join moved on moved.person_id = first.person_id and moved.round_id = first.round_id
      """;

  private static final String UNDO =
      """
      insert into sampling.taken as known (person_id, swab_id, at, place_id, undone)
      select g.person, g.swab, g.at, g.place, true
      from unnest(:persons::uuid[], :swabs::uuid[], :ats::timestamptz[], :places::uuid[])
        as g (person, swab, at, place)
      order by g.person, g.swab
      on conflict (person_id, swab_id) do update set undone = true where not known.undone
      returning person_id, round_id
      """;

  private static final String OF_FACTS =
      """
      select t.person_id, t.swab_id, t.at, t.round_id
      from unnest(:persons::uuid[], :swabs::uuid[]) as g (person, swab)
      join sampling.taken t on t.person_id = g.person and t.swab_id = g.swab
      where not t.undone
      """;

  private static final String OF_SUBJECTS =
      """
      select person_id, swab_id, at, round_id from sampling.taken
      where person_id = any (:persons::uuid[]) and at >= :from and at < :until and not undone
      """;

  private final JdbcClient jdbc;

  TakenStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The round a swab counts for.
   *
   * @param expected the person is on its list
   * @param kept the swab was there before
   */
  record Found(UUID swab, @Nullable UUID round, boolean expected, boolean closed, boolean kept) {}

  /**
   * A swab that was newly kept.
   *
   * @param freed it is what the person was missing for, in this turn; null: they were tested before
   */
  record Put(UUID swab, @Nullable UUID round, @Nullable Integer freed) {}

  /** A swab as evidence. */
  record Swab(UUID person, UUID id, Instant at, @Nullable UUID round) {}

  Map<UUID, Found> rounds(List<Tested> swabs) {
    Map<UUID, Found> found = new HashMap<>();
    given(ROUNDS, swabs)
        .param("rounds", texts(swabs, Tested::round))
        .query((row, n) ->
            new Found(
                row.getObject("swab", UUID.class),
                row.getObject("round_id", UUID.class),
                row.getBoolean("expected"),
                row.getBoolean("closed"),
                row.getBoolean("kept")))
        .list()
        .forEach(each -> found.put(each.swab(), each));
    return found;
  }

  List<Put> put(List<Tested> swabs, Map<UUID, UUID> rounds) {
    return given(PUT, swabs)
        .param("rounds", texts(swabs, swab -> rounds.get(swab.swab())))
        .query((row, n) ->
            new Put(
                row.getObject("swab_id", UUID.class),
                row.getObject("round_id", UUID.class),
                row.getObject("turn", Integer.class)))
        .list();
  }

  /** Marks swabs as undone. Returns who may be missing again in which round. */
  Set<Pair> undo(List<Tested> swabs) {
    Set<Pair> pairs = new HashSet<>();
    given(UNDO, swabs)
        .query((row, n) -> {
          UUID round = row.getObject("round_id", UUID.class);
          return round != null
              && pairs.add(new Pair(row.getObject("person_id", UUID.class), round));
        })
        .list();
    return pairs;
  }

  private JdbcClient.StatementSpec given(String sql, List<Tested> swabs) {
    return jdbc.sql(sql)
        .param("persons", texts(swabs, Tested::person))
        .param("swabs", texts(swabs, Tested::swab))
        .param("ats", texts(swabs, Tested::at))
        .param("places", texts(swabs, Tested::place));
  }

  List<Swab> of(Collection<@Nullable UUID> persons, Collection<UUID> swabs) {
    return jdbc.sql(OF_FACTS)
        .param("persons", texts(persons, it -> it))
        .param("swabs", texts(swabs, it -> it))
        .query((row, n) -> swab(row))
        .list();
  }

  List<Swab> of(Collection<UUID> persons, Instant from, Instant until) {
    return jdbc.sql(OF_SUBJECTS)
        .param("persons", texts(persons, it -> it))
        .param("from", time(from))
        .param("until", time(until))
        .query((row, n) -> swab(row))
        .list();
  }

  private static Swab swab(ResultSet row) throws SQLException {
    return new Swab(
        row.getObject("person_id", UUID.class),
        row.getObject("swab_id", UUID.class),
        row.getTimestamp("at").toInstant(),
        row.getObject("round_id", UUID.class));
  }
}
