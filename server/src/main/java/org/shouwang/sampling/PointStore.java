package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How sampling points work, and what their queues are. */
@Repository
class PointStore {

  private static final String POINTS =
      """
      select p.id, p.code, p.name, p.x, p.y, t.opens, t.closes, t.desks, t.staff, t.per_hour,
             t.active, t.set_name, t.set_at, coalesce(t.version, 0) as version
      from people.place_ref p left join sampling.point t on t.place_id = p.id
      where p.kind = 'sampling_point' order by p.code
      """;

  private static final String PUT =
      """
      insert into sampling.point as known (place_id, opens, closes, desks, staff, per_hour, active,
        set_name, set_at)
      select :place, :opens::time, :closes::time, :desks::text[], :staff, :perHour, :active, :name,
             :now
      where :version = 0
      on conflict do nothing
      """;

  private static final String CHANGE =
      """
      update sampling.point
      set opens = :opens::time, closes = :closes::time, desks = :desks::text[], staff = :staff,
          per_hour = :perHour, active = :active, set_name = :name, set_at = :now,
          version = version + 1
      where place_id = :place and version = :version
      """;

  private static final String QUEUED =
      """
      insert into sampling.queue (place_id, at, id, length, device_id, recorded_at)
      select * from unnest(:places::uuid[], :ats::timestamptz[], :ids::uuid[], :lengths::int[],
                           :devices::uuid[], :recorded::timestamptz[])
      on conflict do nothing
      """;

  private static final String TOLD =
      """
      select distinct on (place_id) place_id, at, length from sampling.queue
      where at > :since and at <= :now order by place_id, at desc
      """;

  /** Since a moment of each point's own, and in the last minutes. */
  private static final String DONE =
      """
      select g.place, count(*) as done, count(*) filter (where t.at > :lately) as lately
      from unnest(:places::uuid[], :sinces::timestamptz[]) as g (place, since)
      join sampling.taken t on t.place_id = g.place and t.at >= least(g.since, :lately)
        and t.at <= :now
      where not t.undone and (t.at >= g.since or t.at > :lately)
      group by g.place
      """;

  private final JdbcClient jdbc;

  PointStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How a point works. */
  record Working(
      LocalTime opens,
      LocalTime closes,
      List<String> desks,
      int staff,
      int perHour,
      boolean active) {}

  /**
   * A sampling point.
   *
   * @param working null: as the edition has it
   * @param version 0 while nobody has set anything
   */
  record Point(
      UUID id,
      String code,
      String name,
      @Nullable Double x,
      @Nullable Double y,
      @Nullable Working working,
      @Nullable String setName,
      @Nullable Instant setAt,
      int version) {}

  /** A queue as a device said. */
  record Said(
      UUID place, Instant at, UUID id, int length, @Nullable UUID device, Instant recordedAt) {}

  /** What a device said last. */
  record Told(Instant at, int length) {}

  /** Swabs at a point. */
  record Done(long done, long lately) {
    static final Done NOTHING = new Done(0, 0);
  }

  List<Point> points() {
    return jdbc.sql(POINTS).query((row, n) -> point(row)).list();
  }

  boolean put(UUID place, int version, Working working, String name, Instant now) {
    return jdbc.sql(version == 0 ? PUT : CHANGE)
            .param("place", place)
            .param("version", version)
            .param("opens", working.opens().toString())
            .param("closes", working.closes().toString())
            .param("desks", texts(working.desks(), it -> it))
            .param("staff", working.staff())
            .param("perHour", working.perHour())
            .param("active", working.active())
            .param("name", name)
            .param("now", time(now))
            .update()
        == 1;
  }

  void queued(Collection<Said> said) {
    jdbc.sql(QUEUED)
        .param("places", texts(said, Said::place))
        .param("ats", texts(said, Said::at))
        .param("ids", texts(said, Said::id))
        .param("lengths", texts(said, Said::length))
        .param("devices", texts(said, Said::device))
        .param("recorded", texts(said, Said::recordedAt))
        .update();
  }

  Map<UUID, Told> told(Instant since, Instant now) {
    Map<UUID, Told> told = new HashMap<>();
    jdbc.sql(TOLD)
        .param("since", time(since))
        .param("now", time(now))
        .query((row, n) ->
            told.put(
                row.getObject("place_id", UUID.class),
                new Told(row.getTimestamp("at").toInstant(), row.getInt("length"))))
        .list();
    return told;
  }

  Map<UUID, Done> done(Map<UUID, Instant> sinces, Instant lately, Instant now) {
    Map<UUID, Done> done = new HashMap<>();
    List<Map.Entry<UUID, Instant>> rows = List.copyOf(sinces.entrySet());
    jdbc.sql(DONE)
        .param("places", texts(rows, Map.Entry::getKey))
        .param("sinces", texts(rows, Map.Entry::getValue))
        .param("lately", time(lately))
        .param("now", time(now))
        .query((row, n) ->
            done.put(
                row.getObject("place", UUID.class),
                new Done(row.getLong("done"), row.getLong("lately"))))
        .list();
    return done;
  }

  private static Point point(ResultSet row) throws SQLException {
    int version = row.getInt("version");
    return new Point(
        row.getObject("id", UUID.class),
        row.getString("code"),
        row.getString("name"),
        row.getObject("x", Double.class),
        row.getObject("y", Double.class),
        version == 0
            ? null
            : new Working(
                row.getObject("opens", LocalTime.class),
                row.getObject("closes", LocalTime.class),
                Arrays.asList((String[]) row.getArray("desks").getArray()),
                row.getInt("staff"),
                row.getInt("per_hour"),
                row.getBoolean("active")),
        row.getString("set_name"),
        RoundStore.instant(row, "set_at"),
        version);
  }
}
