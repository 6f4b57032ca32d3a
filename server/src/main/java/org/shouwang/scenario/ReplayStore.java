package org.shouwang.scenario;

import static org.shouwang.storage.Columns.texts;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The replay's own state and its log of what was sent. */
@Repository
class ReplayStore {

  private static final String READ = "select * from scenario.replay";

  private static final String STATE =
      """
      update scenario.replay
      set state = :state, failure = :failure,
          started_at = coalesce(started_at, :wall),
          ended_at = case when :state in ('live', 'done', 'cancelled', 'failed')
                          then coalesce(ended_at, :wall) end
      """;

  private static final String PLAYED =
      "update scenario.replay set played_to = :to, total = :total, sent = :sent";

  private static final String LIVE = "update scenario.replay set live = :live";

  private static final String LOG =
      """
      insert into scenario.sent (fact_id, type, at, place_id, person_id, direction, status, action, note,
                                 temperatures)
      select fact, type, at, place, person, direction, status, action, note,
             string_to_array(temperatures, ',')::numeric[]
      from unnest(:facts::uuid[], :types::text[], :ats::timestamptz[], :places::uuid[], :persons::uuid[],
                  :directions::text[], :statuses::text[], :actions::text[], :notes::text[],
                  :temperatures::text[])
        as s (fact, type, at, place, person, direction, status, action, note, temperatures)
      on conflict do nothing
      """;

  private static final String LOGGED = "select count(*) from scenario.sent";

  private static final String INSIDE =
      """
      select person_id from (
        select distinct on (person_id) person_id, direction from scenario.sent
        where type = 'gates.pass' and action = 'pass' and person_id is not null
        order by person_id, at desc, fact_id desc) as last
      where direction = 'in'
      """;

  private static final String ACTED =
      "insert into scenario.act (at, what, id, detail) values (:at, :what, :id, :detail)";

  private static final String HAS_ACTED =
      "select exists (select from scenario.act where at = :at and what = :what)";

  private static final String ACT_OF =
      "select id from scenario.act where what = :what order by no desc limit 1";

  private static final String DETAIL_OF =
      "select detail from scenario.act where what = :what order by no desc limit 1";

  private static final String TURNED_AWAY =
      """
      select fact_id from scenario.sent
      where type = 'gates.pass' and direction = 'in'
        and action in ('hold', 'deny', 'test_first', 're_measure')
        and note is distinct from 'yellow code, let through by the device'
      """;

  private final JdbcClient jdbc;

  ReplayStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How far the replay has come. */
  record Progress(
      String state,
      @Nullable Instant playedTo,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      int total,
      int sent,
      int live,
      @Nullable String failure) {}

  /** What was sent, and what came back. */
  record Sent(
      PlannedFact pass,
      @Nullable UUID place,
      @Nullable UUID person,
      String status,
      @Nullable String action) {}

  Progress read() {
    return jdbc.sql(READ)
        .query((row, n) ->
            new Progress(
                row.getString("state"),
                instant(row.getTimestamp("played_to")),
                instant(row.getTimestamp("started_at")),
                instant(row.getTimestamp("ended_at")),
                row.getInt("total"),
                row.getInt("sent"),
                row.getInt("live"),
                row.getString("failure")))
        .single();
  }

  void state(String state, @Nullable String failure, Instant wall) {
    jdbc.sql(STATE)
        .param("state", state)
        .param("failure", failure)
        .param("wall", wall.atOffset(ZoneOffset.UTC))
        .update();
  }

  void played(Instant to, int total, int sent) {
    jdbc.sql(PLAYED)
        .param("to", to.atOffset(ZoneOffset.UTC))
        .param("total", total)
        .param("sent", sent)
        .update();
  }

  void live(int live) {
    jdbc.sql(LIVE).param("live", live).update();
  }

  /** How many facts were handed in so far, whoever handed them in. */
  int logged() {
    return jdbc.sql(LOGGED).query(Integer.class).single();
  }

  void log(List<Sent> sent) {
    jdbc.sql(LOG)
        .param("facts", texts(sent, it -> it.pass().id().toString()))
        .param("types", texts(sent, it -> it.pass().type()))
        .param("ats", texts(sent, it -> it.pass().at().toString()))
        .param("places", texts(sent, it -> it.place() == null ? null : it.place().toString()))
        .param("persons", texts(sent, it -> it.person() == null ? null : it.person().toString()))
        .param("directions", texts(sent, ReplayStore::direction))
        .param("statuses", texts(sent, Sent::status))
        .param("actions", texts(sent, Sent::action))
        .param("notes", texts(sent, it -> it.pass().note()))
        .param("temperatures", texts(sent, ReplayStore::temperatures))
        .update();
  }

  /** Whom the replay has left inside. */
  List<UUID> inside() {
    return jdbc.sql(INSIDE).query(UUID.class).list();
  }

  /** Notes what was done by hand. */
  void acted(Instant at, String what, @Nullable String id, String detail) {
    jdbc.sql(ACTED)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("what", what)
        .param("id", id)
        .param("detail", detail)
        .update();
  }

  boolean hasActed(Instant at, String what) {
    return jdbc.sql(HAS_ACTED)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("what", what)
        .query(Boolean.class)
        .single();
  }

  /** What the latest act of a kind made. */
  String actOf(String what) {
    return jdbc.sql(ACT_OF).param("what", what).query(String.class).single();
  }

  /** How the latest act of a kind went; null: there was none. */
  @Nullable String detailOf(String what) {
    return jdbc.sql(DETAIL_OF).param("what", what).query(String.class).optional().orElse(null);
  }

  /** Passes on the way in after which the person didn't come in. */
  Set<UUID> turnedAway() {
    return Set.copyOf(jdbc.sql(TURNED_AWAY).query(UUID.class).list());
  }

  private static @Nullable String direction(Sent sent) {
    if (!sent.pass().type().equals(PlannedFact.PASS)) {
      return null;
    }
    return sent.pass().outward() ? "out" : "in";
  }

  private static final Pattern READINGS = Pattern.compile("\"temperatures\":\\[([0-9.,]+)]");

  private static @Nullable String temperatures(Sent sent) {
    Matcher found = READINGS.matcher(sent.pass().data());
    return found.find() ? found.group(1) : null;
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
