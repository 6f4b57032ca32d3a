-- Passes: one row per fact, never changed. The person leads the key; unit, place, zone and level
-- are copied in, so that nothing is joined to count. No other index but a tiny one on the time.
create table gates.pass (
  person_id      uuid not null,
  at             timestamptz not null,
  id             uuid not null,
  recorded_at    timestamptz not null,
  skew_ms        bigint not null,
  flags          smallint not null,         -- 1 future, 2 skewed, 4 unknown person
  place_id       uuid not null,
  unit_id        uuid,
  zone_id        uuid,
  level          text,
  outward        boolean not null,
  went_through   boolean not null,          -- counts for presence
  action         text not null,             -- the server's verdict
  reasons        text,                      -- codes joined by commas
  edition        text,
  device_action  text,
  device_reasons text,
  device_edition text,
  device_id      uuid,
  guard_id       uuid,
  lane           text,
  data           text not null,             -- the fact's data as JSON, as sent
  primary key (person_id, at, id)
) partition by range (at);
create index pass_by_time on gates.pass using brin (at) with (pages_per_range = 8, autosummarize = on);
select storage.keep_partitions('gates.pass', 'day');

-- How many passes of a kind a commit brought: screens count these, not the passes.
create table gates.tally (
  at       timestamptz not null,            -- newest pass of the row
  xid      xid8 not null default pg_current_xact_id(),
  place_id uuid not null,
  outward  boolean not null,
  action   text not null,
  passes   int not null
) partition by range (at);
create index tally_by_xid on gates.tally (xid);
select storage.keep_partitions('gates.tally', 'day');

-- A person kept apart until received. One open hold a person.
create table gates.hold (
  id           uuid primary key,
  person_id    uuid not null,
  unit_id      uuid,
  place_id     uuid not null,
  room_id      uuid,
  cause        uuid not null,               -- the pass that led to it
  reasons      text[] not null,             -- codes
  opened_at    timestamptz not null,        -- world time
  due_at       timestamptz not null,
  state        text not null check (state in ('open', 'received', 'closed')),
  receiver     text,
  received_at  timestamptz,
  outcome      text check (outcome in ('released', 'handed_over', 'left')),
  note         text,
  closed_at    timestamptz,
  closed_by    text,
  version      int not null default 1,
  check ((state = 'closed') = (closed_at is not null and outcome is not null))
);
create unique index hold_open_once on gates.hold (person_id) where state <> 'closed';
create index hold_by_person on gates.hold (person_id, opened_at);
create index hold_by_state on gates.hold (state, opened_at desc, id);
grant update on gates.hold to ${app};

-- Something a person must look at. One alert of a kind for a cause.
create table gates.alert (
  id        uuid primary key,
  kind      text not null check (kind in ('verdict_differs', 'hold_overdue', 'device_silent',
              'id_reused', 'future_time', 'disputed_stay')),
  cause     uuid not null,
  place_id  uuid,
  person_id uuid,
  unit_id   uuid,
  opened_at timestamptz not null,
  detail    text not null default '{}',     -- JSON
  closed_at timestamptz,
  closed_by text,
  note      text,
  unique (kind, cause)
);
create index alert_open on gates.alert (opened_at desc, id) where closed_at is null;
grant update on gates.alert to ${app};

-- A named approver lifts named reasons until an end.
create table gates.override (
  id          uuid primary key,
  person_id   uuid not null,
  place_id    uuid,                          -- everywhere when absent
  reasons     text[] not null check (cardinality(reasons) > 0),
  reason      text not null,
  from_at     timestamptz not null,
  until_at    timestamptz not null check (until_at > from_at),
  approver_id uuid not null,
  approver    text not null,
  ended_at    timestamptz,
  ended_by    text
);
create index override_by_person on gates.override (person_id);
create index override_newest on gates.override (from_at desc, id);
grant update on gates.override to ${app};

-- While one is open, every gate into its zone is open.
create table gates.evacuation (
  id         uuid primary key,
  zone_id    uuid not null,
  kind       text not null check (kind in ('fire', 'leak', 'drill', 'other')),
  reason     text not null,
  started_at timestamptz not null,
  started_by text not null,
  ended_at   timestamptz,
  ended_by   text
);
create unique index evacuation_open_once on gates.evacuation (zone_id) where ended_at is null;
grant update on gates.evacuation to ${app};

-- Guards change on a device; the counts are signed by the device.
create table gates.handover (
  place_id   uuid not null,
  at         timestamptz not null,
  id         uuid not null,
  device_id  uuid not null,
  from_guard uuid,
  to_guard   uuid not null,
  passes     int not null,
  held       int not null,
  unsynced   int not null,
  note       text,
  signature  text not null,
  primary key (place_id, at, id)
);

-- Numbered paper sheets for a total failure.
create table gates.sheet (
  no         text primary key,
  place_id   uuid not null,
  lines      int not null,
  printed_at timestamptz not null,
  printed_by text not null
);
create sequence gates.sheet_no;
grant usage on sequence gates.sheet_no to ${app};

create table gates.sheet_line (
  sheet   text not null,
  line    int not null,
  pass_id uuid not null,
  primary key (sheet, line)
);
