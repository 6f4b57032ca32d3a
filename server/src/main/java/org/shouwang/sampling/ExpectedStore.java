package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.sampling.MemberStore.Basis;
import org.shouwang.sampling.MemberStore.Somebody;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes who is expected in a round; one statement for the whole list. */
@Repository
class ExpectedStore {

  /** The narrowest criterion that somebody meets is the reason. */
  private static final String WANTED =
      MemberStore.EVERYBODY
          + """
          , by_unit as (
            select distinct on (c.descendant_id) c.descendant_id as unit_id, c.ancestor_id as ref
            from people.unit_closure_ref c
            where c.ancestor_id = any (:tops::uuid[])
            order by c.descendant_id, c.distance),
          by_place as (
            select distinct on (c.descendant_id) c.descendant_id as unit_id, p.place_id as ref
            from people.place_unit_ref p
            join people.unit_closure_ref c on c.ancestor_id = p.unit_id
            where p.place_id = any (:places::uuid[])
            order by c.descendant_id, c.distance, p.place_id),
          by_list as (select distinct person_id from unnest(:persons::uuid[]) as l (person_id)),
          wanted as (
            select g.*,
                   case when l.person_id is not null then 'list'
                        when g.key_group = any (:keyGroups::text[])
                          then 'key_group:' || g.key_group
                        when p.ref is not null then 'place'
                        when u.ref is not null then 'unit'
                        else 'everyone' end as reason,
                   case when l.person_id is not null or g.key_group = any (:keyGroups::text[])
                          then null
                        else coalesce(p.ref, u.ref) end as reason_ref
            from grouped g
            left join by_list l on l.person_id = g.person_id
            left join by_place p on p.unit_id = g.unit_id
            left join by_unit u on u.unit_id = g.unit_id
            where :everyone or l.person_id is not null or g.key_group = any (:keyGroups::text[])
               or p.ref is not null or u.ref is not null)
          """;

  private static final String COUNT =
      WANTED
          + """
          select reason, pool_group, count(*) as n from wanted
          group by grouping sets ((reason), (pool_group), ())
          """;

  /** The point of the nearest slot above a unit. */
  private static final String SLOTTED =
      """
      , slotted as (
        select distinct on (c.descendant_id) c.descendant_id as unit_id, s.place_id
        from sampling.slot s
        join people.unit_closure_ref c on c.ancestor_id = s.unit_id
        where s.round_id = :round
        order by c.descendant_id, c.distance)
      """;

  private static final String FREEZE =
      WANTED
          + SLOTTED
          + """
          insert into sampling.expected (person_id, round_id, unit_id, place_id, pool_group, pool,
            household_id, child, reason, reason_ref, state)
          select w.person_id, :round, w.unit_id,
                 coalesce(s.place_id, '00000000-0000-0000-0000-000000000000'), w.pool_group,
                 coalesce((:pools::jsonb ->> w.pool_group)::int, (:pools::jsonb ->> 'default')::int),
                 case when w.pool_group = 'household' then w.household_id end, w.child,
                 w.reason, w.reason_ref, 'missing'
          from wanted w left join slotted s on s.unit_id = w.unit_id
          on conflict do nothing
          """;

  private static final String ADD =
      MemberStore.GIVEN
          + SLOTTED
          + """
          insert into sampling.expected (person_id, round_id, unit_id, place_id, pool_group, pool,
            household_id, child, reason, note, added_at, added_name, state)
          select g.person_id, :round, g.unit_id,
                 coalesce(s.place_id, '00000000-0000-0000-0000-000000000000'), g.pool_group,
                 coalesce((:pools::jsonb ->> g.pool_group)::int, (:pools::jsonb ->> 'default')::int),
                 case when g.pool_group = 'household' then g.household_id end, g.child,
                 :reason, :note, :now, :name, 'missing'
          from grouped g left join slotted s on s.unit_id = g.unit_id
          order by g.person_id
          on conflict do nothing
          returning person_id, round_id, unit_id, turn, state
          """;

  /** In the order in which swabs lock, so that they wait for each other and never in a circle. */
  private static final String LOCK =
      """
      select count(*) from (
        select 1 from sampling.expected e
        join (select distinct person, round
              from unnest(:persons::uuid[], :rounds::uuid[]) as g (person, round)) g
          on e.person_id = g.person and e.round_id = g.round
        order by e.person_id, e.round_id for update of e) as locked
      """;

  private static final String TESTED =
      """
      select person_id, swab_id from sampling.expected
      where round_id = :round and person_id = any (:persons::uuid[]) and state = 'tested'
      """;

  /** What a person's live swabs and exemptions say now; a duty for it is made anew. */
  private static final String RECKON =
      """
      update sampling.expected e
      set turn = e.turn + 1, swab_id = t.swab_id, tested_at = t.at, tested_place = t.place_id,
          state = case when t.swab_id is not null then 'tested'
                       when exists (select from sampling.exemption x
                                    where x.round_id = g.round and x.person_id = g.person
                                      and x.state = 'approved') then 'exempt'
                       else 'missing' end
      from (select distinct person, round
            from unnest(:persons::uuid[], :rounds::uuid[]) as g (person, round)) g
      left join lateral (
        select t.swab_id, t.at, t.place_id from sampling.taken t
        where t.person_id = g.person and t.round_id = g.round and not t.undone
        order by t.at, t.swab_id limit 1) t on true
      where e.person_id = g.person and e.round_id = g.round
      returning e.person_id, e.round_id, e.unit_id, e.turn, e.state
      """;

  private static final String EXEMPT =
      """
      update sampling.expected set state = 'exempt'
      where person_id = :person and round_id = :round and state = 'missing'
      """;

  private static final String MISSING =
      """
      select person_id, round_id, unit_id, turn, state from sampling.expected
      where round_id = :round and state = 'missing' and (unit_id, person_id) > (:unit, :person)
      order by unit_id, person_id limit :limit
      """;

  private static final String LOCK_MOVED =
      """
      with moved as (
        select e.person_id from sampling.expected e
        left join (
          select distinct on (c.descendant_id) c.descendant_id as unit_id, s.place_id
          from sampling.slot s join people.unit_closure_ref c on c.ancestor_id = s.unit_id
          where s.round_id = :round order by c.descendant_id, c.distance) s
          on s.unit_id = e.unit_id
        where e.round_id = :round
          and e.place_id <> coalesce(s.place_id, '00000000-0000-0000-0000-000000000000')
        order by e.person_id for update of e)
      select count(*) from moved
      """;

  private static final String MOVE =
      """
      with nearest as (
        select distinct on (c.descendant_id) c.descendant_id as unit_id, s.place_id
        from sampling.slot s join people.unit_closure_ref c on c.ancestor_id = s.unit_id
        where s.round_id = :round order by c.descendant_id, c.distance),
      wanted as (
        select u.unit_id, coalesce(n.place_id, '00000000-0000-0000-0000-000000000000') as place_id
        from (select distinct unit_id from sampling.counted where round_id = :round) u
        left join nearest n on n.unit_id = u.unit_id)
      update sampling.expected e set place_id = w.place_id
      from wanted w
      where e.round_id = :round and e.unit_id = w.unit_id and e.place_id <> w.place_id
      """;

  private final JdbcClient jdbc;
  private final MemberStore members;

  ExpectedStore(JdbcClient jdbc, MemberStore members) {
    this.jdbc = jdbc;
    this.members = members;
  }

  /** How many would be expected, by reason and by group of pools. */
  record Preview(long people, Map<String, Long> reasons, Map<String, Long> groups) {}

  /** Somebody expected, as duties and evidence need it. */
  record Row(UUID person, UUID round, UUID unit, int turn, String state) {

    boolean missing() {
      return state.equals("missing");
    }
  }

  /** A person in a round. */
  record Pair(UUID person, UUID round) {}

  Preview preview(Criteria criteria, Basis basis) {
    Map<String, Long> reasons = new TreeMap<>();
    Map<String, Long> groups = new TreeMap<>();
    List<Long> all = new ArrayList<>();
    wanted(COUNT, criteria, basis)
        .query((row, n) -> {
          String reason = row.getString("reason");
          String group = row.getString("pool_group");
          if (reason != null) {
            reasons.put(reason, row.getLong("n"));
          } else if (group != null) {
            groups.put(group, row.getLong("n"));
          } else {
            all.add(row.getLong("n"));
          }
          return n;
        })
        .list();
    return new Preview(all.stream().mapToLong(it -> it).sum(), reasons, groups);
  }

  /** Freezes the list. Returns how many are on it. */
  int freeze(UUID round, Criteria criteria, Basis basis) {
    return wanted(FREEZE, criteria, basis).param("round", round).update();
  }

  private JdbcClient.StatementSpec wanted(String sql, Criteria criteria, Basis basis) {
    return members
        .everybody(sql, basis, criteria.persons())
        .param("everyone", criteria.everyone())
        .param("tops", texts(criteria.units(), it -> it))
        .param("places", texts(criteria.places(), it -> it))
        .param("keyGroups", texts(criteria.keyGroups(), it -> it));
  }

  /** Adds later arrivals; who is there already stays as they are. Returns the new ones. */
  List<Row> add(
      UUID round,
      Basis basis,
      Collection<Somebody> persons,
      String reason,
      @Nullable String note,
      String name,
      Instant now) {
    return members
        .given(ADD, basis, persons)
        .param("round", round)
        .param("reason", reason)
        .param("note", note)
        .param("name", name)
        .param("now", time(now))
        .query((row, n) -> row(row))
        .list();
  }

  void lock(Collection<Pair> pairs) {
    if (!pairs.isEmpty()) {
      paired(LOCK, pairs).query(Long.class).single();
    }
  }

  /** The swab that counts, by person; who has none is left out. */
  Map<UUID, UUID> tested(UUID round, Collection<UUID> persons) {
    Map<UUID, UUID> found = new HashMap<>();
    jdbc.sql(TESTED)
        .param("round", round)
        .param("persons", texts(persons, it -> it))
        .query((ResultSet row) -> {
          found.put(row.getObject("person_id", UUID.class), row.getObject("swab_id", UUID.class));
        });
    return found;
  }

  List<Row> reckon(Collection<Pair> pairs) {
    return pairs.isEmpty() ? List.of() : paired(RECKON, pairs).query((row, n) -> row(row)).list();
  }

  private JdbcClient.StatementSpec paired(String sql, Collection<Pair> pairs) {
    return jdbc.sql(sql)
        .param("persons", texts(pairs, Pair::person))
        .param("rounds", texts(pairs, Pair::round));
  }

  boolean exempt(UUID round, UUID person) {
    return jdbc.sql(EXEMPT).param("round", round).param("person", person).update() == 1;
  }

  /** Who is missing, in the order of units and persons, after one. */
  List<Row> missing(UUID round, @Nullable Row after, int limit) {
    return jdbc.sql(MISSING)
        .param("round", round)
        .param("unit", after == null ? RoundUnits.NONE : after.unit())
        .param("person", after == null ? RoundUnits.NONE : after.person())
        .param("limit", limit)
        .query((row, n) -> row(row))
        .list();
  }

  /** Gives everybody the point of the nearest slot, after slots changed. */
  int follow(UUID round) {
    jdbc.sql(LOCK_MOVED).param("round", round).query(Long.class).single();
    return jdbc.sql(MOVE).param("round", round).update();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("person_id", UUID.class),
        row.getObject("round_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getInt("turn"),
        row.getString("state"));
  }
}
