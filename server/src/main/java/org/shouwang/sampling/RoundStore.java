package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** Rounds themselves, and the gathering of their counters. */
@Repository
class RoundStore {

  private static final String MAKE =
      """
      insert into sampling.round (id, name, state, opens_at, closes_at, criteria, pools, points,
        made_by, made_name, made_at)
      values (:id, :name, 'draft', :opens, :closes, :criteria::jsonb, :pools::jsonb,
        :points::uuid[], :by, :byName, :now)
      """;

  private static final String CHANGE =
      """
      update sampling.round
      set name = :name, opens_at = :opens, closes_at = :closes, criteria = :criteria::jsonb,
          pools = :pools::jsonb, points = :points::uuid[], version = version + 1
      where id = :id and state = 'draft' and version = :version
      """;

  private static final String OPEN =
      """
      update sampling.round
      set state = 'opened', opened_at = :now, opened_name = :name, version = version + 1
      where id = :id and state = 'draft' and version = :version
      """;

  private static final String CLOSE =
      """
      update sampling.round
      set state = 'closed', closed_at = :now, closed_name = :name, version = version + 1
      where id = :id and state = 'opened' and version = :version
      """;

  private static final String BY_IDS = "select * from sampling.round where id = any (:ids::uuid[])";

  /** A change of the round waits; a second one of the same kind finds it done. */
  private static final String LOCKED = "select * from sampling.round where id = :id for update";

  private static final String NEWEST =
      """
      select * from sampling.round
      where (:state::text is null or state = :state) and no < :before
      order by no desc limit :limit
      """;

  private static final String OPENED =
      "select * from sampling.round where state = 'opened' order by closes_at, no";

  private static final String TO_CHASE =
      """
      select * from sampling.round
      where state = 'opened' and chased_at is null and closes_at > :now and closes_at <= :until
      order by no
      """;

  private static final String CHASED =
      "update sampling.round set chased_at = :now where id = :id and chased_at is null";

  private static final String UNITS =
      "select id, name, kind, parent_id, path from people.unit_ref order by path collate \"C\", id";

  /** One instance at a time; another one goes on without. */
  private static final String TURN = "select pg_try_advisory_xact_lock(hashtext(:what))";

  private static final String GATHER =
      """
      with added as (
        delete from sampling.tally returning round_id, unit_id, place_id, pool_group, state, n)
      insert into sampling.gathered as known (round_id, unit_id, place_id, pool_group, state, n)
      select round_id, unit_id, place_id, pool_group, state, sum(n) from added
      group by round_id, unit_id, place_id, pool_group, state having sum(n) <> 0
      on conflict (round_id, unit_id, place_id, pool_group, state)
        do update set n = known.n + excluded.n
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  RoundStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** What is planned of a round. */
  record Plan(
      String name,
      Instant opensAt,
      Instant closesAt,
      Criteria criteria,
      Map<String, Integer> pools,
      List<UUID> points) {}

  void make(UUID id, Plan plan, UUID by, String name, Instant now) {
    planned(MAKE, id, plan).param("by", by).param("byName", name).param("now", time(now)).update();
  }

  boolean change(UUID id, int version, Plan plan) {
    return planned(CHANGE, id, plan).param("version", version).update() == 1;
  }

  private JdbcClient.StatementSpec planned(String sql, UUID id, Plan plan) {
    return jdbc.sql(sql)
        .param("id", id)
        .param("name", plan.name())
        .param("opens", time(plan.opensAt()))
        .param("closes", time(plan.closesAt()))
        .param("criteria", json.writeValueAsString(plan.criteria()))
        .param("pools", json.writeValueAsString(plan.pools()))
        .param("points", texts(plan.points(), it -> it));
  }

  boolean open(UUID id, int version, String name, Instant now) {
    return moved(OPEN, id, version, name, now);
  }

  boolean close(UUID id, int version, String name, Instant now) {
    return moved(CLOSE, id, version, name, now);
  }

  private boolean moved(String sql, UUID id, int version, String name, Instant now) {
    return jdbc.sql(sql)
            .param("id", id)
            .param("version", version)
            .param("name", name)
            .param("now", time(now))
            .update()
        == 1;
  }

  Optional<Round> find(UUID id) {
    return Optional.ofNullable(of(List.of(id)).get(id));
  }

  Map<UUID, Round> of(Collection<UUID> ids) {
    Map<UUID, Round> rounds = new LinkedHashMap<>();
    jdbc.sql(BY_IDS)
        .param("ids", texts(ids, it -> it))
        .query((row, n) -> round(row))
        .list()
        .forEach(round -> rounds.put(round.id(), round));
    return rounds;
  }

  Optional<Round> locked(UUID id) {
    return jdbc.sql(LOCKED).param("id", id).query((row, n) -> round(row)).optional();
  }

  List<Round> newest(@Nullable RoundState state, int before, int limit) {
    return jdbc.sql(NEWEST)
        .param("state", state == null ? null : state.key())
        .param("before", before)
        .param("limit", limit)
        .query((row, n) -> round(row))
        .list();
  }

  List<Round> opened() {
    return jdbc.sql(OPENED).query((row, n) -> round(row)).list();
  }

  List<Round> toChase(Instant now, Instant until) {
    return jdbc.sql(TO_CHASE)
        .param("now", time(now))
        .param("until", time(until))
        .query((row, n) -> round(row))
        .list();
  }

  boolean chased(UUID id, Instant now) {
    return jdbc.sql(CHASED).param("id", id).param("now", time(now)).update() == 1;
  }

  RoundUnits units() {
    return new RoundUnits(
        jdbc.sql(UNITS)
            .query((row, n) ->
                new RoundUnits.Unit(
                    row.getObject("id", UUID.class),
                    row.getString("name"),
                    row.getString("kind"),
                    row.getObject("parent_id", UUID.class),
                    row.getString("path")))
            .list());
  }

  boolean turn(String what) {
    return jdbc.sql(TURN).param("what", what).query(Boolean.class).single();
  }

  void gather() {
    jdbc.sql(GATHER).update();
  }

  private Round round(ResultSet row) throws SQLException {
    return new Round(
        row.getObject("id", UUID.class),
        row.getInt("no"),
        row.getString("name"),
        RoundState.of(row.getString("state")),
        row.getTimestamp("opens_at").toInstant(),
        row.getTimestamp("closes_at").toInstant(),
        json.readValue(row.getString("criteria"), Criteria.class),
        json.readValue(row.getString("pools"), new TypeReference<Map<String, Integer>>() {}),
        Arrays.asList((UUID[]) row.getArray("points").getArray()),
        row.getObject("made_by", UUID.class),
        row.getString("made_name"),
        row.getString("opened_name"),
        instant(row, "opened_at"),
        row.getString("closed_name"),
        instant(row, "closed_at"),
        instant(row, "chased_at"),
        row.getInt("version"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }
}
