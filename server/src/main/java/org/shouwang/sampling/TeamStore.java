package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Teams that go to people's homes, and their stops. */
@Repository
class TeamStore {

  private static final String MAKE =
      """
      insert into sampling.team (id, round_id, name, members, made_name, made_at)
      values (:id, :round, :name, :members, :by, :now)
      on conflict (round_id, name) do nothing
      """;

  private static final String TEAMS =
      """
      select t.id, t.name, t.members, count(s.person_id) as stops,
             count(*) filter (where e.state = 'tested') as done
      from sampling.team t
      left join sampling.stop s on s.team_id = t.id
      left join sampling.expected e on e.round_id = s.round_id and e.person_id = s.person_id
      where t.round_id = :round
      group by t.id, t.name, t.members order by t.name
      """;

  /** A person is one team's; the newest list holds. */
  private static final String PUT =
      """
      insert into sampling.stop (round_id, person_id, team_id, ord, why)
      select :round, g.person, :team, g.ord, g.why
      from unnest(:persons::uuid[], :ords::int[], :whys::text[]) as g (person, ord, why)
      order by g.person
      on conflict (round_id, person_id) do update
        set team_id = excluded.team_id, ord = excluded.ord, why = excluded.why
      """;

  private static final String DROP =
      "delete from sampling.stop where team_id = :team and not person_id = any (:persons::uuid[])";

  private static final String STOPS =
      """
      select s.person_id, s.ord, s.why, e.unit_id, e.state, e.tested_at
      from sampling.stop s
      join sampling.expected e on e.round_id = s.round_id and e.person_id = s.person_id
      where s.round_id = :round and s.team_id = :team
        and (:everywhere or e.unit_id = any (:units::uuid[]))
      order by s.ord, s.person_id
      """;

  private static final String EXISTS =
      "select count(*) > 0 from sampling.team where id = :team and round_id = :round";

  private static final String EXPECTED =
      """
      select person_id from sampling.expected
      where round_id = :round and person_id = any (:persons::uuid[])
      """;

  private final JdbcClient jdbc;

  TeamStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A team with how many of its stops are done. */
  record Team(UUID id, String name, String members, long stops, long done) {}

  /** A person to be visited, in the order of the list. */
  record Wanted(UUID person, int order, String why) {}

  /** A stop as it stands. */
  record Stop(
      UUID person, int order, String why, UUID unit, String state, @Nullable Instant testedAt) {}

  boolean make(UUID id, UUID round, String name, String members, String by, Instant now) {
    return jdbc.sql(MAKE)
            .param("id", id)
            .param("round", round)
            .param("name", name)
            .param("members", members)
            .param("by", by)
            .param("now", time(now))
            .update()
        == 1;
  }

  List<Team> teams(UUID round) {
    return jdbc.sql(TEAMS)
        .param("round", round)
        .query((row, n) ->
            new Team(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("members"),
                row.getLong("stops"),
                row.getLong("done")))
        .list();
  }

  boolean exists(UUID round, UUID team) {
    return jdbc.sql(EXISTS).param("round", round).param("team", team).query(Boolean.class).single();
  }

  List<UUID> expected(UUID round, List<UUID> persons) {
    return jdbc.sql(EXPECTED)
        .param("round", round)
        .param("persons", texts(persons, it -> it))
        .query((row, n) -> row.getObject(1, UUID.class))
        .list();
  }

  /** The whole list of a team; who is no longer on it is no stop of it. */
  void put(UUID round, UUID team, List<Wanted> stops) {
    jdbc.sql(DROP).param("team", team).param("persons", texts(stops, Wanted::person)).update();
    jdbc.sql(PUT)
        .param("round", round)
        .param("team", team)
        .param("persons", texts(stops, Wanted::person))
        .param("ords", texts(stops, Wanted::order))
        .param("whys", texts(stops, Wanted::why))
        .update();
  }

  /** Stops of a team, of some units; null for all. */
  List<Stop> stops(UUID round, UUID team, @Nullable List<UUID> units) {
    return jdbc.sql(STOPS)
        .param("round", round)
        .param("team", team)
        .param("everywhere", units == null)
        .param("units", texts(units == null ? List.<UUID>of() : units, it -> it))
        .query((row, n) -> stop(row))
        .list();
  }

  private static Stop stop(ResultSet row) throws SQLException {
    return new Stop(
        row.getObject("person_id", UUID.class),
        row.getInt("ord"),
        row.getString("why"),
        row.getObject("unit_id", UUID.class),
        row.getString("state"),
        RoundStore.instant(row, "tested_at"));
  }
}
