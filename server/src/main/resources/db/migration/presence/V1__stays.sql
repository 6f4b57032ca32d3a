-- A projection: folded from facts, folded again when one comes late. Nothing in it is the truth.
-- One zone per level at a time is held by the database. A stay is cut at local midnight; during has
-- no end while the person is inside.
create table presence.stay (
  person_id  uuid not null,
  level      text not null check (level in ('park', 'plant', 'room')),
  day        date not null,
  during     tstzrange not null,
  zone_id    uuid not null,
  since      timestamptz not null,      -- start of the whole stay, before cutting
  via_id     uuid not null,
  entered_by uuid not null,             -- fact
  left_by    uuid,                      -- fact
  ending     text not null check (ending in ('open', 'left', 'left_outer', 'forgotten', 'presumed')),
  implied    boolean not null,
  primary key (person_id, level, day, during without overlaps)
) partition by range (day);
create index stay_by_person on presence.stay (person_id, since);
select storage.keep_partitions('presence.stay', 'day');
grant update, delete on presence.stay to ${app};

-- The open stays, with what the fold needs to go on from them.
create table presence.inside (
  person_id   uuid not null,
  level       text not null check (level in ('park', 'plant', 'room')),
  zone_id     uuid not null,
  since       timestamptz not null,
  via_id      uuid not null,
  entered_by  uuid not null,
  implied     boolean not null,
  seen        timestamptz not null,
  presumed_at timestamptz not null,     -- then the exit is presumed
  day         date not null,            -- cut up to this day
  primary key (person_id, level)
);
create index inside_by_zone on presence.inside (zone_id, since, person_id);
create index inside_presumed on presence.inside (presumed_at);
create index inside_day on presence.inside (day);
grant update, delete on presence.inside to ${app};

-- How many are inside, by zone: kept by the database itself, so that it can't drift.
create table presence.zone_count (
  zone_id uuid primary key,
  level   text not null,
  people  bigint not null check (people >= 0)
);
grant update on presence.zone_count to ${app};

create function presence.count_entered() returns trigger language plpgsql as $$
begin
  insert into presence.zone_count as counted (zone_id, level, people)
  select zone_id, min(level), count(*) from entered group by zone_id order by zone_id
  on conflict (zone_id) do update set people = counted.people + excluded.people;
  return null;
end $$;
create trigger count_entered after insert on presence.inside
  referencing new table as entered for each statement execute function presence.count_entered();

create function presence.count_gone() returns trigger language plpgsql as $$
begin
  update presence.zone_count counted set people = counted.people - gone.people
  from (select zone_id, count(*) as people from gone group by zone_id) gone
  where counted.zone_id = gone.zone_id;
  return null;
end $$;
create trigger count_gone after delete on presence.inside
  referencing old table as gone for each statement execute function presence.count_gone();

-- Up to where a person is folded: what comes at or before it is late and folds anew.
create table presence.folded (
  person_id uuid primary key,
  at        timestamptz not null,
  fact_id   uuid not null
);
grant update on presence.folded to ${app};

create table presence.disputed (
  raised_by       uuid not null,        -- fact with which the contradiction arose
  level           text not null check (level in ('park', 'plant', 'room')),
  kind            text not null check (kind in ('in_elsewhere', 'out_elsewhere', 'out_without_in')),
  person_id       uuid not null,
  zone_id         uuid not null,
  claimed_since   timestamptz,
  claimed_until   timestamptz,
  claimed_by      uuid not null,        -- fact that claims the stay
  contradicted_by uuid not null,        -- fact
  at              timestamptz not null,
  primary key (raised_by, level)
);
create index disputed_by_person on presence.disputed (person_id, at);
create index disputed_by_time on presence.disputed (at, raised_by);
grant delete on presence.disputed to ${app};

-- Persons of whom a source says something else than before, without a new fact.
create table presence.refold_request (
  id        bigint generated always as identity primary key,
  person_id uuid not null,
  since     timestamptz not null
);
grant delete on presence.refold_request to ${app};

-- How far the projection is behind.
create table presence.progress (
  only_row    boolean primary key default true check (only_row),
  recorded_at timestamptz,              -- world time at which the last folded fact arrived
  folded_at   timestamptz,              -- world time at which its stays were written
  facts       bigint not null default 0
);
insert into presence.progress default values;
grant update on presence.progress to ${app};
