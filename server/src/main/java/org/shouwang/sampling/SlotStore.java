package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** When which unit comes where. */
@Repository
class SlotStore {

  private static final String PUT =
      """
      insert into sampling.slot as known (id, round_id, unit_id, building, place_id, from_at,
        until_at, set_name)
      select uuidv7(), :round, g.unit, g.building, g.place, g.from_at, g.until_at, :name
      from unnest(:units::uuid[], :buildings::text[], :places::uuid[], :froms::timestamptz[],
                  :untils::timestamptz[]) as g (unit, building, place, from_at, until_at)
      order by g.unit
      on conflict (round_id, unit_id) do update
        set building = excluded.building, place_id = excluded.place_id, from_at = excluded.from_at,
            until_at = excluded.until_at, set_name = excluded.set_name, told_at = null,
            version = known.version + 1
        where (known.building, known.place_id, known.from_at, known.until_at) is distinct from
              (excluded.building, excluded.place_id, excluded.from_at, excluded.until_at)
      """;

  private static final String SHIFT =
      """
      update sampling.slot
      set place_id = :place, from_at = :from, until_at = :until, set_name = :name, told_at = null,
          version = version + 1
      where id = :id and version = :version
      """;

  private static final String REMOVE =
      "delete from sampling.slot where round_id = :round and unit_id = :unit";

  private static final String CLEAR = "delete from sampling.slot where round_id = :round";

  private static final String OF_ROUND =
      "select * from sampling.slot where round_id = any (:rounds::uuid[]) order by from_at, place_id, unit_id";

  private static final String FIND = "select * from sampling.slot where id = :id";

  private static final String UNTOLD =
      """
      update sampling.slot set told_at = :now where round_id = :round and told_at is null
      returning *
      """;

  private final JdbcClient jdbc;

  SlotStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A slot to be set. */
  record Wanted(UUID unit, @Nullable String building, UUID place, Instant from, Instant until) {}

  /** A slot as kept. */
  record Slot(
      UUID id,
      UUID round,
      UUID unit,
      @Nullable String building,
      UUID place,
      Instant from,
      Instant until,
      @Nullable Instant toldAt,
      int version) {}

  void put(UUID round, Collection<Wanted> slots, String name) {
    jdbc.sql(PUT)
        .param("round", round)
        .param("units", texts(slots, Wanted::unit))
        .param("buildings", texts(slots, Wanted::building))
        .param("places", texts(slots, Wanted::place))
        .param("froms", texts(slots, Wanted::from))
        .param("untils", texts(slots, Wanted::until))
        .param("name", name)
        .update();
  }

  boolean shift(Slot slot, UUID place, Instant from, Instant until, String name) {
    return jdbc.sql(SHIFT)
            .param("id", slot.id())
            .param("version", slot.version())
            .param("place", place)
            .param("from", time(from))
            .param("until", time(until))
            .param("name", name)
            .update()
        == 1;
  }

  boolean remove(UUID round, UUID unit) {
    return jdbc.sql(REMOVE).param("round", round).param("unit", unit).update() == 1;
  }

  void clear(UUID round) {
    jdbc.sql(CLEAR).param("round", round).update();
  }

  List<Slot> of(Collection<UUID> rounds) {
    return jdbc.sql(OF_ROUND)
        .param("rounds", texts(rounds, it -> it))
        .query((row, n) -> slot(row))
        .list();
  }

  Optional<Slot> find(UUID id) {
    return jdbc.sql(FIND).param("id", id).query((row, n) -> slot(row)).optional();
  }

  /** Slots whose units haven't been told yet; they count as told from now on. */
  List<Slot> untold(UUID round, Instant now) {
    return jdbc.sql(UNTOLD)
        .param("round", round)
        .param("now", time(now))
        .query((row, n) -> slot(row))
        .list();
  }

  private static Slot slot(ResultSet row) throws SQLException {
    return new Slot(
        row.getObject("id", UUID.class),
        row.getObject("round_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getString("building"),
        row.getObject("place_id", UUID.class),
        row.getTimestamp("from_at").toInstant(),
        row.getTimestamp("until_at").toInstant(),
        RoundStore.instant(row, "told_at"),
        row.getInt("version"));
  }
}
