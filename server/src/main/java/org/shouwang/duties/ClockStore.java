package org.shouwang.duties;

import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.shouwang.audit.Actor;
import org.shouwang.duties.DutiesChanged.Change;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What time does to duties: they open, grow late, climb their ladders, come again. */
@Repository
class ClockStore {

  /** One instance at a time; the next one then finds nothing left to do. */
  private static final String TURN = "select pg_advisory_xact_lock(hashtext('duties.clock'))";

  /**
   * Moves what is due. Of several steps that have come only the last is climbed, so that a reminder
   * and an overdue notice never arrive together; a step once climbed is never climbed again, also
   * when the clock is set back. Climbed steps are gathered by who is told.
   */
  private static final String MOVE =
      """
      with due as (
        select holder_id, id, day from duties.duty
        where next_at <= :now order by next_at limit :limit for update skip locked),
      ahead as (
        select d.holder_id, d.id, d.day,
          case when d.state = 'late' or d.due_at <= :now then 'late'
               when d.state = 'open' or d.opens_at <= :now then 'open' else 'waiting' end as state,
          coalesce(climb.step, d.step) as step,
          least(case when d.opens_at > :now then d.opens_at end,
                case when d.due_at > :now then d.due_at end, climb.next_at) as next_at
        from due join duties.duty d using (holder_id, id, day)
        left join lateral (
          select max(s.step) filter (where s.at <= :now) as step,
                 min(s.at) filter (where s.at > :now) as next_at
          from (select step, duties.step_at(at_time, after, d.due_at) as at
                from duties.ladder_step where ladder = d.ladder and step > d.step) s) climb on true),
      moved as (
        update duties.duty d
        set state = ahead.state, step = ahead.step, next_at = ahead.next_at,
            state_at = case when d.state <> ahead.state then :now else d.state_at end,
            version = d.version + 1
        from ahead
        where d.holder_id = ahead.holder_id and d.id = ahead.id and d.day = ahead.day
        returning new.id, new.key, new.kind, old.state as was, new.state, old.step as stood,
                  new.step, new.ladder, new.holder_kind, new.holder_id, new.unit_id, new.day,
                  new.title, new.subject_kind, new.subject_id),
      logged as (
        insert into duties.change (duty_id, at, was, state, actor_kind, actor_id, actor_name)
        select id, :now, was, state, :actorKind, :actor, :actorName from moved where was <> state)
      """;

  private static final String DUE = "select exists (select from duties.duty where next_at <= :now)";

  private static final String MOVED = MOVE + "select * from moved";

  private static final String ABSENT =
      """
      select d.id from duties.duty d
      where d.state in ('waiting', 'open', 'late') and d.holder_kind = 'person'
        and exists (select from duties.absence a
                    where a.person_id = d.holder_id and a.during @> :now::timestamptz
                      and a.during @> greatest(:now::timestamptz, d.opens_at))
      union all
      select d.id from duties.duty d
      where d.state in ('waiting', 'open', 'late') and d.holder_kind = 'person'
        and exists (select from people.membership_ref m
                    where m.person_id = d.holder_id and upper(m.during) <= :today::date)
        and not exists (select from people.membership_ref m
                        where m.person_id = d.holder_id
                          and (upper_inf(m.during) or upper(m.during) > :today::date))
      limit :limit
      """;

  private static final String RECUR =
      """
      with turn as (
        select r.*, d.day::date as day
        from duties.recurring r,
             generate_series(greatest(r.first_day, coalesce(r.made_until + 1, r.first_day)),
                             least(coalesce(r.last_day, :until::date), :until::date),
                             interval '1 day') as d (day)
        where extract(isodow from d.day)::int = any(r.weekdays)),
      noted as (
        update duties.recurring set made_until = :until
        where made_until is null or made_until < :until)
      select id, kind, unit_id, holder_kind, holder_id, subject_kind, subject_id, title, ladder, cause,
             day, (day + opens) at time zone 'Asia/Shanghai' as opens_at,
             (day + due) at time zone 'Asia/Shanghai' as due_at
      from turn
      """;

  private static final String GATHER =
      """
      with taken as (
        delete from duties.tally returning day, kind, unit_id, state, n)
      insert into duties.gathered as known (day, kind, unit_id, state, n)
      select day, kind, unit_id, state, sum(n) from taken
      group by day, kind, unit_id, state having sum(n) <> 0
      on conflict (day, kind, unit_id, state) do update set n = known.n + excluded.n
      """;

  private static final String STEPS =
      "select step, told from duties.ladder_step where ladder = :ladder";

  private final JdbcClient jdbc;

  ClockStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A duty that the clock moved. */
  record Moved(
      Change change,
      DutyState was,
      int stood,
      int step,
      String ladder,
      Party holder,
      UUID unit,
      LocalDate day,
      String title,
      Party subject) {

    boolean climbed() {
      return step > stood;
    }
  }

  /** Waits for this instance's turn, which lasts until the transaction ends. */
  void turn() {
    jdbc.sql(TURN).query((row, n) -> true).single();
  }

  /** Whether anything is to be moved. */
  boolean isDue(Instant now) {
    return jdbc.sql(DUE).param("now", time(now)).query(Boolean.class).single();
  }

  List<Moved> move(Instant now, int limit) {
    return jdbc.sql(MOVED)
        .param("now", time(now))
        .param("limit", limit)
        .param("actorKind", Actor.SYSTEM.kind())
        .param("actor", Actor.SYSTEM.id())
        .param("actorName", Actor.SYSTEM.name())
        .query((row, n) -> moved(row))
        .list();
  }

  private static Moved moved(ResultSet row) throws SQLException {
    String ladder = row.getString("ladder");
    return new Moved(
        DutyStore.change(row),
        DutyState.of(row.getString("was")),
        row.getInt("stood"),
        row.getInt("step"),
        ladder == null ? "" : ladder,
        Party.of(row.getString("holder_kind"), row.getObject("holder_id", UUID.class)),
        row.getObject("unit_id", UUID.class),
        row.getObject("day", LocalDate.class),
        row.getString("title"),
        Party.of(row.getString("subject_kind"), row.getObject("subject_id", UUID.class)));
  }

  /** Who is told at which step of a ladder; index is the step. */
  List<String> told(String ladder) {
    String[] told = new String[21];
    jdbc.sql(STEPS)
        .param("ladder", ladder)
        .query((ResultSet row) -> {
          told[row.getInt("step")] = row.getString("told");
        });
    return Arrays.asList(told);
  }

  /** Pending duties whose holder is away, or belongs nowhere any more. */
  List<UUID> heldByNobody(Instant now, LocalDate today, int limit) {
    return jdbc.sql(ABSENT)
        .param("now", time(now))
        .param("today", today)
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  /** Duties that come again up to a day. */
  List<NewDuty> recur(LocalDate until) {
    return jdbc.sql(RECUR)
        .param("until", until)
        .query((row, n) ->
            new NewDuty(
                row.getObject("id", UUID.class) + ":" + row.getObject("day", LocalDate.class),
                row.getString("kind"),
                Party.of(row.getString("holder_kind"), row.getObject("holder_id", UUID.class)),
                row.getObject("unit_id", UUID.class),
                Party.of(row.getString("subject_kind"), row.getObject("subject_id", UUID.class)),
                row.getString("title"),
                row.getObject("day", LocalDate.class),
                row.getTimestamp("opens_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                null,
                row.getString("ladder"),
                null,
                null,
                row.getObject("cause", UUID.class)))
        .list();
  }

  /** Adds up what was added to the counters. */
  void gather() {
    jdbc.sql(GATHER).update();
  }
}
