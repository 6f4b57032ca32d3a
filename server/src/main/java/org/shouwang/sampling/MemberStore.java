package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.ObjectMapper;

/** How people are read: their unit, key group, household and group of pools on a day. */
@Repository
class MemberStore {

  /** Posts are few, people many: words are looked for in each post once. */
  private static final String WORDS =
      """
      with word as (
        select * from unnest(:wordGroups::text[], :words::text[], :wordDays::int[])
          as w (grp, word, days)),
      post_group as (
        select distinct on (p.post) p.post, w.grp, w.days
        from (select distinct post from people.membership_ref
              where during @> :day::date and post is not null) p
        join word w on position(w.word in p.post) > 0
        order by p.post, w.days, w.grp),
      role_group as (
        select distinct on (r.person_id) r.person_id, w.grp, w.days
        from people.person_role_ref r join word w on position(w.word in r.role) > 0
        where r.since <= :day::date and (r.until is null or r.until > :day::date)
        order by r.person_id, w.days, w.grp),
      """;

  private static final String MEMBERS =
      """
      somebody as (
        select m.person_id, m.unit_id, m.post from people.membership_ref m
        where m.during @> :day::date
        union all
        select distinct g.person_id, '00000000-0000-0000-0000-000000000000'::uuid, null::text
        from unnest(:persons::uuid[]) as g (person_id)
        where not exists (select from people.membership_ref m
                          where m.person_id = g.person_id and m.during @> :day::date)),
      """;

  private static final String ONLY =
      """
      somebody as (
        select distinct on (g.person_id) g.person_id,
               coalesce(m.unit_id, g.unit_id, '00000000-0000-0000-0000-000000000000') as unit_id,
               m.post
        from unnest(:persons::uuid[], :units::uuid[]) as g (person_id, unit_id)
        left join people.membership_ref m
          on m.person_id = g.person_id and m.during @> :day::date
        order by g.person_id),
      """;

  private static final String GROUPED =
      """
      known as (
        select s.person_id, s.unit_id, h.household_id,
               coalesce(b.birth_date > :day::date - make_interval(years => :childAge), false)
                 as child,
               case when rg.days <= coalesce(pg.days, rg.days) then rg.grp else pg.grp end
                 as key_group,
               least(pg.days, rg.days) as every_days
        from somebody s
        left join people.household_ref h on h.person_id = s.person_id
        left join people.birth_ref b on b.person_id = s.person_id
        left join post_group pg on pg.post = s.post
        left join role_group rg on rg.person_id = s.person_id),
      grouped as (
        select k.person_id, k.unit_id, k.household_id, k.child, k.key_group,
               case when a.grp is not null then a.grp
                    when k.key_group = any (:singles::text[]) then 'key'
                    when jsonb_exists(:pools::jsonb, 'household') and k.household_id is not null
                      then 'household'
                    else 'default' end as pool_group
        from known k
        left join unnest(:restricted::uuid[], :restrictedGroups::text[]) as a (person_id, grp)
          on a.person_id = k.person_id)
      """;

  /** Everybody who is a member on the day, and the persons named. */
  static final String EVERYBODY = WORDS + MEMBERS + GROUPED;

  /** The persons named alone, with the unit to fall back to. */
  static final String GIVEN = WORDS + ONLY + GROUPED;

  private static final String POOLS =
      GIVEN
          + """
          select g.person_id,
                 coalesce(e.pool, (:pools::jsonb ->> g.pool_group)::int,
                          (:pools::jsonb ->> 'default')::int) as pool
          from grouped g
          left join sampling.expected e on e.person_id = g.person_id and e.round_id = :round
          """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  MemberStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * What is known of groups on a day.
   *
   * @param restricted who is swabbed singly because of their status, with the group
   */
  record Basis(
      LocalDate day,
      List<KeyGroup> groups,
      int childAge,
      Map<String, Integer> pools,
      Map<UUID, String> restricted) {}

  /** A person with a unit to fall back to, {@link RoundUnits#NONE} for none. */
  record Somebody(UUID person, UUID unit) {}

  /** A statement on {@link #EVERYBODY} with its parameters. */
  JdbcClient.StatementSpec everybody(String sql, Basis basis, Collection<UUID> persons) {
    return basis(sql, basis).param("persons", texts(persons, it -> it));
  }

  /** A statement on {@link #GIVEN} with its parameters. */
  JdbcClient.StatementSpec given(String sql, Basis basis, Collection<Somebody> persons) {
    return basis(sql, basis)
        .param("persons", texts(persons, Somebody::person))
        .param("units", texts(persons, it -> it.unit().equals(RoundUnits.NONE) ? null : it.unit()));
  }

  private record Word(KeyGroup group, String word) {}

  private JdbcClient.StatementSpec basis(String sql, Basis basis) {
    List<Word> words = new ArrayList<>();
    basis
        .groups()
        .forEach(group -> group.words().forEach(word -> words.add(new Word(group, word))));
    List<Map.Entry<UUID, String>> restricted = List.copyOf(basis.restricted().entrySet());
    return jdbc.sql(sql)
        .param("day", basis.day())
        .param("childAge", basis.childAge())
        .param("wordGroups", texts(words, it -> it.group().name()))
        .param("words", texts(words, Word::word))
        .param("wordDays", texts(words, it -> it.group().days()))
        .param(
            "singles",
            texts(basis.groups().stream().filter(KeyGroup::single).toList(), KeyGroup::name))
        .param("pools", json.writeValueAsString(basis.pools()))
        .param("restricted", texts(restricted, Map.Entry::getKey))
        .param("restrictedGroups", texts(restricted, Map.Entry::getValue));
  }

  Map<UUID, Integer> pools(UUID round, Basis basis, Collection<UUID> persons) {
    Map<UUID, Integer> pools = new java.util.HashMap<>();
    given(POOLS, basis, persons.stream().map(it -> new Somebody(it, RoundUnits.NONE)).toList())
        .param("round", round)
        .query((row, n) -> pools.put(row.getObject("person_id", UUID.class), row.getInt("pool")))
        .list();
    return pools;
  }
}
