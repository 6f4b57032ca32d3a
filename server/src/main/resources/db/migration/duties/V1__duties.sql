-- Ladders: who is told when, of a duty that isn't done. A step is at a time of the local day on
-- which the duty ends, or so long after its end (before it, if negative).
create table duties.ladder_step (
  ladder  text not null check (length(ladder) between 1 and 40),
  step    smallint not null check (step between 1 and 20),
  at_time time,
  after   interval,
  told    text not null check (told in ('holder', 'lead', 'above', 'calls')),
  primary key (ladder, step),
  check (num_nonnulls(at_time, after) = 1)
);
-- daily: people who did not report (9:00 the person, 12:00 the supervisor, 15:00 a phone call).
insert into duties.ladder_step (ladder, step, at_time, after, told) values
  ('daily', 1, '09:00', null, 'holder'),
  ('daily', 2, '12:00', null, 'lead'),
  ('daily', 3, '15:00', null, 'calls'),
  ('task', 1, null, '-2 hours', 'holder'),
  ('task', 2, null, '0', 'lead'),
  ('task', 3, null, '4 hours', 'calls'),
  ('urgent', 1, null, '-30 minutes', 'holder'),
  ('urgent', 2, null, '0', 'lead'),
  ('urgent', 3, null, '30 minutes', 'calls');

-- When a duty that ends then climbs a step. Days are the park's local days.
create function duties.step_at(at_time time, after interval, due_at timestamptz) returns timestamptz
  language sql stable
  as $$
    select case
      when at_time is null then due_at + after
      else (((due_at - interval '1 microsecond') at time zone 'Asia/Shanghai')::date + at_time)
             at time zone 'Asia/Shanghai'
    end
  $$;

-- Duties. Handing one on ends the row and makes another under the same key, so that the holder
-- leads the key for good. next_at is when the clock must look at it again.
create table duties.duty (
  holder_id      uuid not null,
  id             uuid not null,
  day            date not null,                -- the park's local day it belongs to
  key            text not null check (length(key) between 1 and 200),
  kind           text not null check (length(kind) between 1 and 60),
  holder_kind    text not null check (holder_kind in ('person', 'post', 'unit')),
  unit_id        uuid not null,                -- answers for it: where it is counted
  subject_kind   text not null check (subject_kind in ('person', 'post', 'unit', 'place', 'group', 'thing')),
  subject_id     uuid not null,
  title          text not null default '' check (length(title) <= 200),
  opens_at       timestamptz not null,
  due_at         timestamptz not null,
  state          text not null check (state in ('waiting', 'open', 'late', 'done', 'waived', 'passed_on')),
  state_at       timestamptz not null,         -- world time
  step           smallint not null default 0,  -- steps of the ladder climbed
  next_at        timestamptz,
  ladder         text,
  evidence_types text[] not null default '{}',
  facets         jsonb not null default '{}',
  evidence_from  timestamptz,
  evidence_until timestamptz,
  group_id       uuid,
  parent_id      uuid,
  cause          uuid,
  evidence       uuid,                         -- fact or act that discharged it
  reason         text check (length(reason) <= 500),
  version        int not null default 0,
  primary key (holder_id, id, day),
  check (opens_at < due_at),
  check ((state in ('waiting', 'open', 'late')) or next_at is null)
) partition by range (day);
create unique index duty_once on duties.duty (kind, key, day) where state <> 'passed_on';
create index duty_id on duties.duty (id);
create index duty_pending on duties.duty (subject_id) where state in ('waiting', 'open', 'late');
create index duty_next on duties.duty (next_at) where next_at is not null;
create index duty_unit on duties.duty (unit_id, day, state);
create index duty_group on duties.duty (group_id) where group_id is not null;
create index duty_parent on duties.duty (parent_id) where parent_id is not null;
select storage.keep_partitions('duties.duty', 'month', 2, 2);
grant update on duties.duty to ${app};

-- Each change of state: who, when, why.
create table duties.change (
  duty_id    uuid not null,
  at         timestamptz not null,             -- world time
  no         bigint generated always as identity,
  was        text not null,
  state      text not null,
  actor_kind text not null,
  actor_id   uuid not null,
  actor_name text not null,
  why        text,
  cause      uuid,
  primary key (duty_id, at, no)
) partition by range (at);
select storage.keep_partitions('duties.change', 'month', 2, 2);

-- Counters by unit, kind, day and state: added to by the database itself with every statement, so
-- that they can't drift, and only ever added to, so that writers don't wait for each other. A job
-- gathers what has been added; both together are the count.
create table duties.tally (
  day     date not null,
  kind    text not null,
  unit_id uuid not null,
  state   text not null,
  n       bigint not null
);
grant delete on duties.tally to ${app};
create table duties.gathered (
  day     date not null,
  kind    text not null,
  unit_id uuid not null,
  state   text not null,
  n       bigint not null,
  primary key (day, kind, unit_id, state)
);
grant update on duties.gathered to ${app};
create view duties.counted as
  select day, kind, unit_id, state, n from duties.gathered
  union all
  select day, kind, unit_id, state, n from duties.tally;

create function duties.count_made() returns trigger language plpgsql as $$
begin
  insert into duties.tally (day, kind, unit_id, state, n)
  select day, kind, unit_id, state, count(*) from made group by day, kind, unit_id, state;
  return null;
end $$;
create trigger count_made after insert on duties.duty
  referencing new table as made for each statement execute function duties.count_made();

create function duties.count_moved() returns trigger language plpgsql as $$
begin
  insert into duties.tally (day, kind, unit_id, state, n)
  select day, kind, unit_id, state, sum(n)
  from (select day, kind, unit_id, state, count(*) as n from made group by day, kind, unit_id, state
        union all
        select day, kind, unit_id, state, -count(*) from gone group by day, kind, unit_id, state) as moved
  group by day, kind, unit_id, state
  having sum(n) <> 0;
  return null;
end $$;
create trigger count_moved after update on duties.duty
  referencing new table as made old table as gone
  for each statement execute function duties.count_moved();

-- Persons who can't do anything for a time, or any more: what they hold is with their unit's leads.
create table duties.absence (
  person_id uuid not null,
  during    tstzrange not null,
  reason    text not null check (length(reason) between 1 and 200),
  id        uuid primary key,
  made_at   timestamptz not null
);
create index absence_by_person on duties.absence (person_id);
grant update on duties.absence to ${app};

-- Duties that come again each day, or on some days of the week.
create table duties.recurring (
  id         uuid primary key,
  kind       text not null,
  unit_id    uuid not null,
  holder_kind text not null check (holder_kind in ('person', 'post', 'unit')),
  holder_id  uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  title      text not null check (length(title) between 1 and 200),
  weekdays   int[] not null check (cardinality(weekdays) between 1 and 7),  -- 1 Monday … 7 Sunday
  opens      time not null,
  due        time not null check (due > opens),
  ladder     text,
  first_day  date not null,
  last_day   date,
  made_until date,                              -- duties exist up to this day
  cause      uuid,
  check (last_day is null or last_day >= first_day)
);
grant update on duties.recurring to ${app};
