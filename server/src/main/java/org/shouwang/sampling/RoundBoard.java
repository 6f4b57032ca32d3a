package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads coverage from counters and names from the list. */
@Repository
class RoundBoard {

  private static final String COUNTS =
      """
      select unit_id, place_id, pool_group,
             sum(n) filter (where state = 'tested') as tested,
             sum(n) filter (where state = 'exempt') as exempt,
             sum(n) filter (where state = 'missing') as missing
      from sampling.counted where round_id = :round
      group by unit_id, place_id, pool_group having sum(n) <> 0
      """;

  private static final String TOTALS =
      """
      select round_id,
             sum(n) filter (where state = 'tested') as tested,
             sum(n) filter (where state = 'exempt') as exempt,
             sum(n) filter (where state = 'missing') as missing
      from sampling.counted
      where round_id = any (:rounds::uuid[])
        and (:everywhere or unit_id = any (:units::uuid[]))
      group by round_id
      """;

  /** Each unit's rows are one stretch of the index; no more of it is read than the page needs. */
  private static final String PEOPLE =
      """
      select e.* from unnest(:units::uuid[]) with ordinality as u (id, ord)
      cross join lateral (
        select * from sampling.expected e
        where e.round_id = :round and e.state = :state and e.unit_id = u.id
          and (u.ord > 1 or e.person_id > :after::uuid)
          and (:group::text is null or e.pool_group = :group)
          and (:place::uuid is null or e.place_id = :place::uuid)
        order by e.person_id limit :limit) e
      order by u.ord, e.person_id
      limit :limit
      """;

  private static final String ONE =
      "select * from sampling.expected where round_id = :round and person_id = :person";

  private static final String SPECIALS =
      """
      select distinct on (e.person_id) e.person_id, e.pool, e.pool_group, e.household_id, e.child,
             bool_or(e.state = 'tested') over (partition by e.person_id) as tested
      from sampling.expected e join sampling.round r on r.id = e.round_id
      where e.round_id = any (:rounds::uuid[])
        and (e.pool_group <> 'default' or e.household_id is not null or e.child
             or e.state = 'tested')
      order by e.person_id, r.closes_at, r.no
      """;

  private final JdbcClient jdbc;

  RoundBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A count by unit itself, point and group. */
  record Count(UUID unit, UUID place, String group, long tested, long exempt, long missing) {}

  /** What a round comes to. */
  record Total(long tested, long exempt, long missing) {
    static final Total NOTHING = new Total(0, 0, 0);

    long expected() {
      return tested + exempt + missing;
    }
  }

  /** Somebody on the list. */
  record Person(
      UUID person,
      UUID unit,
      UUID place,
      String group,
      int pool,
      boolean child,
      String reason,
      @Nullable UUID reasonRef,
      @Nullable String note,
      @Nullable Instant addedAt,
      @Nullable String addedName,
      int turn,
      String state,
      @Nullable UUID swab,
      @Nullable Instant testedAt,
      @Nullable UUID testedPlace) {}

  /** Who differs from the default at a sampling point. */
  record Special(
      UUID id, int pool, String group, @Nullable UUID household, boolean child, boolean tested) {}

  /**
   * Which of them.
   *
   * @param units in the order of the list, the one to go on in first
   * @param after person to go on from within the first unit
   */
  record Wanted(
      UUID round,
      String state,
      List<UUID> units,
      UUID after,
      @Nullable String group,
      @Nullable UUID place,
      int limit) {}

  List<Count> counts(UUID round) {
    return jdbc.sql(COUNTS)
        .param("round", round)
        .query((row, n) ->
            new Count(
                row.getObject("unit_id", UUID.class),
                row.getObject("place_id", UUID.class),
                row.getString("pool_group"),
                row.getLong("tested"),
                row.getLong("exempt"),
                row.getLong("missing")))
        .list();
  }

  /** Totals of rounds over some units; null for all. */
  Map<UUID, Total> totals(Collection<UUID> rounds, @Nullable List<UUID> units) {
    Map<UUID, Total> totals = new HashMap<>();
    jdbc.sql(TOTALS)
        .param("rounds", texts(rounds, it -> it))
        .param("everywhere", units == null)
        .param("units", texts(units == null ? List.<UUID>of() : units, it -> it))
        .query((row, n) ->
            totals.put(
                row.getObject("round_id", UUID.class),
                new Total(row.getLong("tested"), row.getLong("exempt"), row.getLong("missing"))))
        .list();
    return totals;
  }

  List<Person> people(Wanted wanted) {
    return jdbc.sql(PEOPLE)
        .param("round", wanted.round())
        .param("state", wanted.state())
        .param("units", texts(wanted.units(), it -> it))
        .param("after", wanted.after())
        .param("group", wanted.group())
        .param("place", wanted.place())
        .param("limit", wanted.limit())
        .query((row, n) -> person(row))
        .list();
  }

  Optional<Person> person(UUID round, UUID person) {
    return jdbc.sql(ONE)
        .param("round", round)
        .param("person", person)
        .query((row, n) -> person(row))
        .optional();
  }

  List<Special> specials(Collection<UUID> rounds) {
    return jdbc.sql(SPECIALS)
        .param("rounds", texts(rounds, it -> it))
        .query((row, n) ->
            new Special(
                row.getObject("person_id", UUID.class),
                row.getInt("pool"),
                row.getString("pool_group"),
                row.getObject("household_id", UUID.class),
                row.getBoolean("child"),
                row.getBoolean("tested")))
        .list();
  }

  private static Person person(ResultSet row) throws SQLException {
    return new Person(
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getObject("place_id", UUID.class),
        row.getString("pool_group"),
        row.getInt("pool"),
        row.getBoolean("child"),
        row.getString("reason"),
        row.getObject("reason_ref", UUID.class),
        row.getString("note"),
        RoundStore.instant(row, "added_at"),
        row.getString("added_name"),
        row.getInt("turn"),
        row.getString("state"),
        row.getObject("swab_id", UUID.class),
        RoundStore.instant(row, "tested_at"),
        row.getObject("tested_place", UUID.class));
  }
}
