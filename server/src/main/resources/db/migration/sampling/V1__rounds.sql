-- Rounds. A draft's criteria say who will be expected; opening freezes them as names.
create table sampling.round (
  id          uuid primary key,
  no          int not null generated always as identity unique,
  name        text not null check (length(name) between 1 and 60),
  state       text not null check (state in ('draft', 'opened', 'closed')),
  opens_at    timestamptz not null,           -- world time
  closes_at   timestamptz not null check (closes_at > opens_at),
  criteria    jsonb not null,
  pools       jsonb not null,                 -- size of a tube by group, with "default"
  points      uuid[] not null default '{}',   -- empty: all
  made_by     uuid not null,
  made_name   text not null,
  made_at     timestamptz not null,
  opened_name text,
  opened_at   timestamptz,
  closed_name text,
  closed_at   timestamptz,
  chased_at   timestamptz,                    -- since when the missing have a duty
  version     int not null default 1,
  check ((state = 'draft') = (opened_at is null)),
  check ((state = 'closed') = (closed_at is not null))
);
create index round_by_state on sampling.round (state, closes_at);
grant update on sampling.round to ${app};

-- Who must be tested in a round, and why. Unit, point and group are copied in when the row is
-- written. A person of no known unit has the zero id for one, as has who has no slot for a point.
create table sampling.expected (
  person_id    uuid not null,
  round_id     uuid not null references sampling.round,
  unit_id      uuid not null,
  place_id     uuid not null,
  pool_group   text not null,
  pool         smallint not null check (pool in (1, 5, 10, 20)),
  household_id uuid,                           -- only where a tube is one household's
  child        boolean not null,
  reason       text not null check (length(reason) between 1 and 60),
  reason_ref   uuid,                           -- the unit or place that the reason names
  note         text check (length(note) <= 500),
  added_at     timestamptz,                    -- null: frozen when the round opened
  added_name   text,
  turn         smallint not null default 0,    -- grows when a swab is undone: a duty is made anew
  state        text not null check (state in ('missing', 'tested', 'exempt')),
  swab_id      uuid,
  tested_at    timestamptz,
  tested_place uuid,
  primary key (person_id, round_id),
  check ((state = 'tested') = (swab_id is not null and tested_at is not null))
);
create index expected_list on sampling.expected (round_id, state, unit_id, person_id);
grant update on sampling.expected to ${app};

-- Every swab as it counts: for a round, for a duty, for the calendar. A swab that was undone stays;
-- an undoing that comes before its swab is kept for it.
create table sampling.taken (
  person_id uuid not null,
  swab_id   uuid not null,
  at        timestamptz not null,
  place_id  uuid not null,
  round_id  uuid,
  undone    boolean not null default false,
  primary key (person_id, swab_id)
);
create index taken_by_place on sampling.taken (place_id, at);
grant update on sampling.taken to ${app};

-- Counters, added to by the database itself with every statement and only ever added to: they can't
-- drift, and writers don't wait for each other. A job gathers; both together are the count.
create table sampling.tally (
  round_id   uuid not null,
  unit_id    uuid not null,
  place_id   uuid not null,
  pool_group text not null,
  state      text not null,
  n          bigint not null
);
create index tally_by_round on sampling.tally (round_id);
grant delete on sampling.tally to ${app};
create table sampling.gathered (
  round_id   uuid not null,
  unit_id    uuid not null,
  place_id   uuid not null,
  pool_group text not null,
  state      text not null,
  n          bigint not null,
  primary key (round_id, unit_id, place_id, pool_group, state)
);
grant update on sampling.gathered to ${app};
create view sampling.counted as
  select round_id, unit_id, place_id, pool_group, state, n from sampling.gathered
  union all
  select round_id, unit_id, place_id, pool_group, state, n from sampling.tally;

create function sampling.count_made() returns trigger language plpgsql as $$
begin
  insert into sampling.tally (round_id, unit_id, place_id, pool_group, state, n)
  select round_id, unit_id, place_id, pool_group, state, count(*)
  from made group by round_id, unit_id, place_id, pool_group, state;
  return null;
end $$;
create trigger count_made after insert on sampling.expected
  referencing new table as made for each statement execute function sampling.count_made();

create function sampling.count_moved() returns trigger language plpgsql as $$
begin
  insert into sampling.tally (round_id, unit_id, place_id, pool_group, state, n)
  select round_id, unit_id, place_id, pool_group, state, sum(n)
  from (select round_id, unit_id, place_id, pool_group, state, count(*) as n
        from made group by round_id, unit_id, place_id, pool_group, state
        union all
        select round_id, unit_id, place_id, pool_group, state, -count(*)
        from gone group by round_id, unit_id, place_id, pool_group, state) as moved
  group by round_id, unit_id, place_id, pool_group, state
  having sum(n) <> 0;
  return null;
end $$;
create trigger count_moved after update on sampling.expected
  referencing new table as made old table as gone
  for each statement execute function sampling.count_moved();

-- Who needn't be tested, asked by one and decided by another.
create table sampling.exemption (
  id           uuid primary key,
  round_id     uuid not null,
  person_id    uuid not null,
  reason       text not null check (reason in ('medical', 'away', 'isolated', 'tested_elsewhere',
                 'recovered', 'left_park')),
  note         text check (length(note) <= 500),
  state        text not null check (state in ('asked', 'approved', 'refused', 'withdrawn')),
  asked_by     uuid not null,
  asked_name   text not null,
  asked_at     timestamptz not null,
  decided_by   uuid,
  decided_name text,
  decided_at   timestamptz,
  foreign key (person_id, round_id) references sampling.expected (person_id, round_id),
  check ((state in ('approved', 'refused')) <= (decided_by is not null and decided_by <> asked_by))
);
create unique index exemption_once on sampling.exemption (round_id, person_id)
  where state in ('asked', 'approved');
create index exemption_newest on sampling.exemption (round_id, asked_at desc, id desc);
grant update on sampling.exemption to ${app};

-- How a sampling point works; a place of that kind without a row has the edition's defaults.
create table sampling.point (
  place_id  uuid primary key,
  opens     time not null,
  closes    time not null check (closes > opens),
  desks     text[] not null check (cardinality(desks) between 1 and 50),
  staff     int not null check (staff between 0 and 500),
  per_hour  int not null check (per_hour between 1 and 20000),   -- swabs, all desks together
  active    boolean not null,
  set_name  text not null,
  set_at    timestamptz not null,
  version   int not null default 1
);
grant update on sampling.point to ${app};

-- When which unit comes where.
create table sampling.slot (
  id        uuid primary key,
  round_id  uuid not null references sampling.round,
  unit_id   uuid not null,
  building  text check (length(building) <= 60),
  place_id  uuid not null,
  from_at   timestamptz not null,
  until_at  timestamptz not null check (until_at > from_at),
  told_at   timestamptz,
  set_name  text not null,
  version   int not null default 1,
  unique (round_id, unit_id)
);
create index slot_by_place on sampling.slot (place_id, from_at);
grant update, delete on sampling.slot to ${app};

-- How long the queue is, as the point's own device says.
create table sampling.queue (
  place_id    uuid not null,
  at          timestamptz not null,
  id          uuid not null,
  length      int not null check (length between 0 and 100000),
  device_id   uuid,
  recorded_at timestamptz not null,
  primary key (place_id, at, id)
) partition by range (at);
select storage.keep_partitions('sampling.queue', 'day');

-- Teams that go to the homes of those who can't come, stop by stop.
create table sampling.team (
  id        uuid primary key,
  round_id  uuid not null references sampling.round,
  name      text not null check (length(name) between 1 and 60),
  members   text not null check (length(members) between 1 and 200),
  made_name text not null,
  made_at   timestamptz not null,
  unique (round_id, name)
);
create table sampling.stop (
  round_id  uuid not null,
  person_id uuid not null,
  team_id   uuid not null references sampling.team,
  ord       int not null check (ord > 0),
  why       text not null check (why in ('bed_ridden', 'isolated', 'sealed_in', 'other')),
  primary key (round_id, person_id),
  foreign key (person_id, round_id) references sampling.expected (person_id, round_id)
);
create index stop_by_team on sampling.stop (team_id, ord);
grant update, delete on sampling.stop to ${app};

-- The test calendar: who is of a key group, how often, and when next.
create table sampling.calendar (
  person_id  uuid primary key,
  unit_id    uuid not null,
  key_group  text not null,
  every_days smallint not null check (every_days between 1 and 31),
  since      date not null,                  -- first day in the group
  last_at    timestamptz,
  last_swab  uuid,
  due_on     date not null
);
create index calendar_list on sampling.calendar (unit_id, due_on, person_id);
create index calendar_due on sampling.calendar (due_on, person_id);
grant update, delete on sampling.calendar to ${app};
create table sampling.calendar_day (
  day     date primary key,
  made_at timestamptz not null               -- world time; made anew now and then for who came since
);
grant update on sampling.calendar_day to ${app};
