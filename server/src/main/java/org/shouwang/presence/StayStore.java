package org.shouwang.presence;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shouwang.presence.Pieces.Piece;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** All writing of the projection. Callers hold {@link #lock} in their transaction. */
@Repository
class StayStore {

  /** Only one writer at a time, over all instances. */
  private static final String LOCK = "select pg_advisory_xact_lock(hashtext('presence.stays'))";

  private static final String OPEN =
      """
      select person_id, level, zone_id, since, via_id, entered_by, implied, seen, day
      from presence.inside
      where person_id = any (:persons::uuid[])
      """;

  private static final String FOLDED =
      """
      select person_id, at, fact_id from presence.folded where person_id = any (:persons::uuid[])
      """;

  private static final String MARK =
      """
      insert into presence.folded as known (person_id, at, fact_id)
      select * from unnest(:persons::uuid[], :ats::timestamptz[], :facts::uuid[])
      on conflict (person_id) do update set at = excluded.at, fact_id = excluded.fact_id
      """;

  private static final String REMOVE_INSIDE =
      """
      delete from presence.inside inside
      using unnest(:persons::uuid[], :levels::text[]) as gone (person, level)
      where inside.person_id = gone.person and inside.level = gone.level
      """;

  private static final String MOVE_INSIDE =
      """
      update presence.inside inside
      set seen = now.seen, presumed_at = now.presumed_at, day = now.day
      from unnest(:persons::uuid[], :levels::text[], :seens::timestamptz[],
                  :presumed::timestamptz[], :days::date[])
        as now (person, level, seen, presumed_at, day)
      where inside.person_id = now.person and inside.level = now.level
      """;

  /** The hash leads the key's index; without it the index is read from end to end. */
  private static final String REMOVE_SINCE =
      """
      delete from presence.stay stay
      using unnest(:persons::uuid[], :ats::timestamptz[]) as gone (person, at)
      where stay.person_id = gone.person
        and stay.person_hash = uuid_hash_extended(gone.person, 0) and stay.day >= :first
        and (stay.since >= gone.at or upper(stay.during) > gone.at)
      """;

  private static final String REMOVE_DISPUTED =
      """
      delete from presence.disputed disputed
      using unnest(:persons::uuid[], :ats::timestamptz[], :facts::uuid[]) as gone (person, at, fact)
      where disputed.person_id = gone.person
        and (disputed.at, disputed.raised_by) > (gone.at, gone.fact)
      returning disputed.raised_by
      """;

  private static final String ADD_STAYS =
      """
      insert into presence.stay (person_id, level, day, during, zone_id, since, via_id, entered_by,
                                 left_by, ending, implied)
      select person, level, day, tstzrange(lower_at, upper_at), zone, since, via, entered_by,
             left_by, ending, implied
      from unnest(:persons::uuid[], :levels::text[], :days::date[], :froms::timestamptz[],
                  :untils::timestamptz[], :zones::uuid[], :sinces::timestamptz[], :vias::uuid[],
                  :entered::uuid[], :left::uuid[], :endings::text[], :implied::boolean[])
        as piece (person, level, day, lower_at, upper_at, zone, since, via, entered_by, left_by,
                  ending, implied)
      """;

  private static final String ADD_INSIDE =
      """
      insert into presence.inside (person_id, level, zone_id, since, via_id, entered_by, implied,
                                   seen, presumed_at, day)
      select * from unnest(:persons::uuid[], :levels::text[], :zones::uuid[], :sinces::timestamptz[],
                           :vias::uuid[], :entered::uuid[], :implied::boolean[],
                           :seens::timestamptz[], :presumed::timestamptz[], :days::date[])
      """;

  private static final String ADD_DISPUTED =
      """
      insert into presence.disputed (raised_by, level, kind, person_id, zone_id, claimed_since,
                                     claimed_until, claimed_by, contradicted_by, at)
      select * from unnest(:raisers::uuid[], :levels::text[], :kinds::text[], :persons::uuid[],
                           :zones::uuid[], :sinces::timestamptz[], :untils::timestamptz[],
                           :claims::uuid[], :contradictions::uuid[], :ats::timestamptz[])
      """;

  private static final String DUE =
      """
      select distinct person_id from presence.inside
      where presumed_at <= :now or day < :today
      limit :limit
      """;

  private static final String REQUEST =
      """
      insert into presence.refold_request (person_id, since)
      select person, :since from unnest(:persons::uuid[]) as asked (person)
      """;

  private static final String REQUESTED =
      """
      delete from presence.refold_request
      where id in (select id from presence.refold_request order by id limit :limit)
      returning person_id, since
      """;

  private static final String PROGRESS =
      """
      update presence.progress
      set recorded_at = :recorded, folded_at = :folded, facts = facts + :facts
      """;

  private static final String ZONES =
      """
      with recursive above (zone, level, outer_id) as (
        select id, level, parent_id from people.place_ref where level <> 'none'
        union all
        select above.zone, above.level, place.parent_id
        from above join people.place_ref place on place.id = above.outer_id
        where place.level not in ('park', 'plant', 'room') or place.level = above.level
      )
      select above.zone, place.id as around
      from above join people.place_ref place on place.id = above.outer_id
      where (above.level, place.level) in (('room', 'plant'), ('plant', 'park'), ('room', 'park'))
      """;

  private final JdbcClient jdbc;

  StayStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Up to where a person is folded. */
  record Mark(Instant at, UUID factId) implements Comparable<Mark> {

    boolean isBefore(Sighting sighting) {
      return compareTo(new Mark(sighting.at(), sighting.factId())) < 0;
    }

    @Override
    public int compareTo(Mark other) {
      int time = at.compareTo(other.at);
      return time != 0 ? time : factId.toString().compareTo(other.factId.toString());
    }
  }

  void lock() {
    jdbc.sql(LOCK).query((row, n) -> true).single();
  }

  /**
   * An open stay as kept.
   *
   * @param day up to this day, without it, its pieces are written
   */
  record Kept(OpenStay stay, LocalDate day) {

    static Kept on(OpenStay stay, LocalDate today) {
      LocalDate first = Days.of(stay.since());
      return new Kept(stay, first.isAfter(today) ? first : today);
    }

    boolean isOf(OpenStay other) {
      return stay.seen(other.seen()).equals(other);
    }
  }

  Map<UUID, List<Kept>> open(Collection<UUID> persons) {
    Map<UUID, List<Kept>> open = new HashMap<>();
    jdbc.sql(OPEN)
        .param("persons", texts(persons, UUID::toString))
        .query((ResultSet row) -> {
          open.computeIfAbsent(uuid(row, "person_id"), person -> new ArrayList<>(2))
              .add(
                  new Kept(
                      new OpenStay(
                          Level.of(row.getString("level")),
                          uuid(row, "zone_id"),
                          instant(row, "since"),
                          uuid(row, "via_id"),
                          uuid(row, "entered_by"),
                          row.getBoolean("implied"),
                          instant(row, "seen")),
                      row.getObject("day", LocalDate.class)));
        });
    return open;
  }

  Map<UUID, Mark> folded(Collection<UUID> persons) {
    Map<UUID, Mark> marks = new HashMap<>();
    jdbc.sql(FOLDED)
        .param("persons", texts(persons, UUID::toString))
        .query((ResultSet row) -> {
          marks.put(uuid(row, "person_id"), new Mark(instant(row, "at"), uuid(row, "fact_id")));
        });
    return marks;
  }

  /** Who is no longer inside. */
  void removeInside(List<InsideRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(REMOVE_INSIDE)
        .param("persons", texts(rows, row -> row.person().toString()))
        .param("levels", texts(rows, row -> row.stay().level().key()))
        .update();
  }

  /** Who was seen again, or stayed over midnight. */
  void moveInside(List<InsideRow> rows, StayRules rules) {
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(MOVE_INSIDE)
        .param("persons", texts(rows, row -> row.person().toString()))
        .param("levels", texts(rows, row -> row.stay().level().key()))
        .param("seens", texts(rows, row -> row.stay().seen().toString()))
        .param("presumed", texts(rows, row -> row.presumed(rules).toString()))
        .param("days", texts(rows, row -> row.day().toString()))
        .update();
  }

  /** Removes all after a restart. Returns the facts with which known contradictions arose. */
  List<UUID> removeAfter(Map<UUID, Restart> restarts) {
    List<Map.Entry<UUID, Restart>> rows = List.copyOf(restarts.entrySet());
    if (rows.isEmpty()) {
      return List.of();
    }
    SqlArrayValue persons = texts(rows, row -> row.getKey().toString());
    SqlArrayValue ats = texts(rows, row -> row.getValue().at().toString());
    jdbc.sql(REMOVE_SINCE)
        .param("persons", persons)
        .param("ats", ats)
        .param("first", first(rows.stream().map(row -> row.getValue().at())))
        .update();
    return jdbc.sql(REMOVE_DISPUTED)
        .param("persons", persons)
        .param("ats", ats)
        .param("facts", texts(rows, row -> String.valueOf(nil(row.getValue().factId()))))
        .query(UUID.class)
        .list();
  }

  void addStays(List<Piece> pieces) {
    if (pieces.isEmpty()) {
      return;
    }
    jdbc.sql(ADD_STAYS)
        .param("persons", texts(pieces, it -> it.stay().person().toString()))
        .param("levels", texts(pieces, it -> it.stay().level().key()))
        .param("days", texts(pieces, it -> it.day().toString()))
        .param("froms", texts(pieces, it -> it.from().toString()))
        .param("untils", texts(pieces, it -> text(it.until())))
        .param("zones", texts(pieces, it -> it.stay().zone().toString()))
        .param("sinces", texts(pieces, it -> it.stay().since().toString()))
        .param("vias", texts(pieces, it -> it.stay().via().toString()))
        .param("entered", texts(pieces, it -> it.stay().enteredBy().toString()))
        .param("left", texts(pieces, it -> text(it.stay().leftBy())))
        .param("endings", texts(pieces, it -> it.stay().ending().key()))
        .param("implied", texts(pieces, it -> String.valueOf(it.stay().implied())))
        .update();
  }

  /** Who came in. */
  void addInside(List<InsideRow> rows, StayRules rules) {
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(ADD_INSIDE)
        .param("persons", texts(rows, row -> row.person().toString()))
        .param("levels", texts(rows, row -> row.stay().level().key()))
        .param("zones", texts(rows, row -> row.stay().zone().toString()))
        .param("sinces", texts(rows, row -> row.stay().since().toString()))
        .param("vias", texts(rows, row -> row.stay().via().toString()))
        .param("entered", texts(rows, row -> row.stay().enteredBy().toString()))
        .param("implied", texts(rows, row -> String.valueOf(row.stay().implied())))
        .param("seens", texts(rows, row -> row.stay().seen().toString()))
        .param("presumed", texts(rows, row -> row.presumed(rules).toString()))
        .param("days", texts(rows, row -> row.day().toString()))
        .update();
  }

  /** A row of {@code presence.inside} to be written. */
  record InsideRow(UUID person, OpenStay stay, LocalDate day) {

    Instant presumed(StayRules rules) {
      return stay.seen().plus(rules.forgottenAfter(stay.level()));
    }
  }

  void addDisputed(List<DisputedStay> stays) {
    if (stays.isEmpty()) {
      return;
    }
    jdbc.sql(ADD_DISPUTED)
        .param("raisers", texts(stays, it -> it.raisedBy().toString()))
        .param("contradictions", texts(stays, it -> it.contradictedBy().toString()))
        .param("claims", texts(stays, it -> it.claimedBy().toString()))
        .param("levels", texts(stays, it -> it.level().key()))
        .param("kinds", texts(stays, it -> it.kind().key()))
        .param("persons", texts(stays, it -> it.person().toString()))
        .param("zones", texts(stays, it -> it.zone().toString()))
        .param("sinces", texts(stays, it -> text(it.since())))
        .param("untils", texts(stays, it -> text(it.until())))
        .param("ats", texts(stays, it -> it.at().toString()))
        .update();
  }

  void mark(Map<UUID, Mark> marks) {
    List<Map.Entry<UUID, Mark>> rows = List.copyOf(marks.entrySet());
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(MARK)
        .param("persons", texts(rows, row -> row.getKey().toString()))
        .param("ats", texts(rows, row -> row.getValue().at().toString()))
        .param("facts", texts(rows, row -> row.getValue().factId().toString()))
        .update();
  }

  /** Persons with an open stay that is due to be presumed over or to be cut at midnight. */
  List<UUID> due(Instant now, LocalDate today, int limit) {
    return jdbc.sql(DUE)
        .param("now", time(now))
        .param("today", today)
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  void request(Collection<UUID> persons, Instant since) {
    jdbc.sql(REQUEST)
        .param("persons", texts(persons, UUID::toString))
        .param("since", time(since))
        .update();
  }

  /** Takes requests out; the earliest for each person. */
  Map<UUID, Instant> requested(int limit) {
    Map<UUID, Instant> requests = new HashMap<>();
    jdbc.sql(REQUESTED)
        .param("limit", limit)
        .query((ResultSet row) -> {
          requests.merge(
              uuid(row, "person_id"),
              instant(row, "since"),
              (one, other) -> one.isBefore(other) ? one : other);
        });
    return requests;
  }

  void progress(Instant recordedAt, Instant foldedAt, long facts) {
    jdbc.sql(PROGRESS)
        .param("recorded", time(recordedAt))
        .param("folded", time(foldedAt))
        .param("facts", facts)
        .update();
  }

  /** The zone around each zone, as places stand now. */
  Zones zones() {
    Map<UUID, UUID> around = new HashMap<>();
    jdbc.sql(ZONES)
        .query((ResultSet row) -> {
          around.put(uuid(row, "zone"), uuid(row, "around"));
        });
    return new Zones(Map.copyOf(around));
  }

  private static LocalDate first(Stream<Instant> times) {
    return Days.of(times.min(Comparator.naturalOrder()).orElseThrow());
  }

  private static UUID nil(@Nullable UUID id) {
    return id == null ? new UUID(0, 0) : id;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static UUID uuid(ResultSet row, String column) throws SQLException {
    return (UUID) row.getObject(column);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }
}
