package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.sampling.MemberStore.Basis;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The test calendar: who is of a key group, and when they are due. */
@Repository
class CalendarStore {

  /** Days are the park's; the same as {@link CalendarRules#due}. */
  private static final String REFRESH =
      MemberStore.EVERYBODY
          + """
          , keyed as (
            select k.person_id, k.unit_id, k.key_group, k.every_days from known k
            where k.key_group is not null
              and k.unit_id <> '00000000-0000-0000-0000-000000000000'),
          gone as (
            delete from sampling.calendar c
            where not exists (select from keyed k where k.person_id = c.person_id))
          insert into sampling.calendar as c (person_id, unit_id, key_group, every_days, since,
            last_at, last_swab, due_on)
          select k.person_id, k.unit_id, k.key_group, k.every_days, :day::date, t.at, t.swab_id,
                 coalesce((t.at at time zone 'Asia/Shanghai')::date + k.every_days::int,
                          :day::date + k.every_days::int - 1)
          from keyed k
          left join lateral (
            select at, swab_id from sampling.taken t
            where t.person_id = k.person_id and not t.undone
            order by at desc, swab_id desc limit 1) t on true
          order by k.person_id
          on conflict (person_id) do update
            set unit_id = excluded.unit_id, key_group = excluded.key_group,
                every_days = excluded.every_days, last_at = excluded.last_at,
                last_swab = excluded.last_swab,
                due_on = coalesce(
                  (excluded.last_at at time zone 'Asia/Shanghai')::date + excluded.every_days,
                  c.since + excluded.every_days - 1)
            where (c.unit_id, c.key_group, c.every_days, c.last_swab)
                  is distinct from (excluded.unit_id, excluded.key_group, excluded.every_days,
                                    excluded.last_swab)
          """;

  private static final String FOLLOW =
      """
      update sampling.calendar c
      set last_at = t.at, last_swab = t.swab_id,
          due_on = coalesce((t.at at time zone 'Asia/Shanghai')::date + c.every_days,
                            c.since + c.every_days - 1)
      from (select distinct person from unnest(:persons::uuid[]) as g (person)) g
      left join lateral (
        select at, swab_id from sampling.taken t
        where t.person_id = g.person and not t.undone
        order by at desc, swab_id desc limit 1) t on true
      where c.person_id = g.person and c.last_swab is distinct from t.swab_id
      """;

  private static final String DAY =
      """
      insert into sampling.calendar_day (day, made_at) values (:day, :now)
      on conflict (day) do update set made_at = excluded.made_at
      """;

  private static final String MADE =
      "select count(*) > 0 from sampling.calendar_day where day = :day and made_at > :since";

  private static final String DUE =
      """
      select * from sampling.calendar
      where due_on between :first and :last and person_id > :after order by person_id limit :limit
      """;

  private static final String LIST =
      """
      select c.*, u.name as unit_name from sampling.calendar c
      join people.unit_ref u on u.id = c.unit_id
      where c.unit_id = any (:units::uuid[])
        and (:group::text is null or c.key_group = :group)
        and (:first::date is null or c.due_on >= :first::date)
        and (:last::date is null or c.due_on <= :last::date)
        and (:afterDay::date is null or (c.due_on, c.person_id) > (:afterDay::date, :after::uuid))
      order by c.due_on, c.person_id limit :limit
      """;

  private static final String COUNTS =
      """
      select key_group, every_days, count(*) as people,
             count(*) filter (where due_on > :today) as ahead,
             count(*) filter (where due_on = :today) as due,
             count(*) filter (where due_on < :today and due_on >= :blockFrom) as overdue,
             count(*) filter (where due_on < :blockFrom) as blocked
      from sampling.calendar where unit_id = any (:units::uuid[])
      group by key_group, every_days order by every_days, key_group
      """;

  private final JdbcClient jdbc;
  private final MemberStore members;

  CalendarStore(JdbcClient jdbc, MemberStore members) {
    this.jdbc = jdbc;
    this.members = members;
  }

  /** Somebody on the calendar. */
  record Row(
      UUID person,
      UUID unit,
      String group,
      int everyDays,
      LocalDate since,
      @Nullable Instant lastAt,
      LocalDate dueOn) {}

  /** Figures of a key group. */
  record Count(
      String group, int everyDays, long people, long ahead, long due, long overdue, long blocked) {}

  /** Which of them, from behind a key. */
  record Wanted(
      List<UUID> units,
      @Nullable String group,
      CalendarRules.Days days,
      @Nullable LocalDate afterDay,
      @Nullable UUID after,
      int limit) {}

  void refresh(Basis basis) {
    members.everybody(REFRESH, basis, List.of()).update();
  }

  void follow(Collection<UUID> persons) {
    jdbc.sql(FOLLOW).param("persons", texts(persons, it -> it)).update();
  }

  boolean made(LocalDate day, Instant since) {
    return jdbc.sql(MADE)
        .param("day", day)
        .param("since", time(since))
        .query(Boolean.class)
        .single();
  }

  void day(LocalDate day, Instant now) {
    jdbc.sql(DAY).param("day", day).param("now", time(now)).update();
  }

  List<Row> due(LocalDate first, LocalDate last, UUID after, int limit) {
    return jdbc.sql(DUE)
        .param("first", first)
        .param("last", last)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> row(row))
        .list();
  }

  List<Row> list(Wanted wanted) {
    return jdbc.sql(LIST)
        .param("units", texts(wanted.units(), it -> it))
        .param("group", wanted.group())
        .param("first", wanted.days().first())
        .param("last", wanted.days().last())
        .param("afterDay", wanted.afterDay())
        .param("after", wanted.after())
        .param("limit", wanted.limit())
        .query((row, n) -> row(row))
        .list();
  }

  List<Count> counts(List<UUID> units, LocalDate today, int blockAfter) {
    return new ArrayList<>(
        jdbc.sql(COUNTS)
            .param("units", texts(units, it -> it))
            .param("today", today)
            .param("blockFrom", today.minusDays(blockAfter))
            .query((row, n) ->
                new Count(
                    row.getString("key_group"),
                    row.getInt("every_days"),
                    row.getLong("people"),
                    row.getLong("ahead"),
                    row.getLong("due"),
                    row.getLong("overdue"),
                    row.getLong("blocked")))
            .list());
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getString("key_group"),
        row.getInt("every_days"),
        row.getObject("since", LocalDate.class),
        RoundStore.instant(row, "last_at"),
        row.getObject("due_on", LocalDate.class));
  }
}
