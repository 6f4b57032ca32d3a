-- When the people of a unit are expected; a unit without one has that of the nearest above it.
create table rollcall.pattern (
  unit_id uuid not null,
  during  daterange not null,
  kind    text not null check (kind in ('every_day', 'week', 'cycle', 'frequency')),
  data    jsonb not null,
  set_by  text not null,
  primary key (unit_id, during without overlaps)
);
grant update, delete on rollcall.pattern to ${app};

-- An enterprise's own list for a day; the newest counts. It replaces "all members".
create table rollcall.list (
  unit_id  uuid not null,
  day      date not null,
  id       uuid not null,
  persons  uuid[] not null check (cardinality(persons) <= 5000),
  filed_by text not null,
  filed_at timestamptz not null,             -- world time
  primary key (unit_id, day, id)
);

-- Who is expected on a day. The unit and the rule are copied in when the row is written; the state
-- follows the person's duty in the same transaction.
create table rollcall.expected (
  person_id uuid not null,
  day       date not null,
  unit_id   uuid not null,
  rule      text not null,
  shift     text,
  from_at   timestamptz not null,
  until_at  timestamptz not null check (until_at > from_at),
  turn      smallint not null default 0,     -- grows when the duty is made anew
  state     text not null check (state in ('missing', 'accounted', 'exempt', 'withdrawn')),
  state_at  timestamptz not null,            -- world time
  primary key (person_id, day)
) partition by range (day);
create index expected_by_unit on rollcall.expected (unit_id, day, state);
select storage.keep_partitions('rollcall.expected', 'day');
grant update on rollcall.expected to ${app};

-- Days whose persons are on the list.
create table rollcall.opened (
  day          date primary key,
  opened_at    timestamptz not null,         -- world time
  refreshed_at timestamptz not null          -- world time
);
grant update on rollcall.opened to ${app};

-- Facts that account for somebody. Without days it is a moment, or the local day of the fact.
create table rollcall.account (
  person_id   uuid not null,
  at          timestamptz not null,
  id          uuid not null,
  recorded_at timestamptz not null,
  how         text not null check (how in ('check_in', 'living_in', 'away', 'leave', 'isolated',
                'seen', 'own_report')),
  first_day   date,
  last_day    date,
  from_at     timestamptz not null,          -- since when it holds
  until_at    timestamptz not null check (until_at >= from_at),
  note        text,
  by_kind     text not null,
  by_id       uuid not null,
  by_name     text not null,
  primary key (person_id, at, id)
) partition by range (at);
select storage.keep_partitions('rollcall.account', 'day');

-- Daily reports as they were filed, each a fact.
create table rollcall.filing (
  unit_id     uuid not null,
  at          timestamptz not null,
  id          uuid not null,
  day         date not null,
  recorded_at timestamptz not null,
  zero        boolean not null,
  figures     jsonb not null,
  items       jsonb not null,
  note        text,
  filed_by    text not null,
  primary key (unit_id, at, id)
) partition by range (at);
create index filing_of_day on rollcall.filing (unit_id, day);
create index filing_by_id on rollcall.filing (id);
select storage.keep_partitions('rollcall.filing', 'day');

-- The report of a unit and day. What is signed stays as signed; corrections stand beside it.
create table rollcall.report (
  unit_id    uuid not null,
  day        date not null,
  filing_id  uuid not null,
  state      text not null check (state in ('filed', 'signed', 'corrected')),
  zero       boolean not null,
  figures    jsonb not null,
  items      jsonb not null,
  note       text,
  filed_by   text not null,
  filed_at   timestamptz not null,           -- world time
  signed_by  text,
  signed_at  timestamptz,                    -- world time
  version    int not null default 1,
  primary key (unit_id, day),
  check ((state = 'filed') = (signed_at is null))
);
create index report_by_day on rollcall.report (day);
grant update on rollcall.report to ${app};

create function rollcall.keep_signed() returns trigger language plpgsql as $$
begin
  if old.state <> 'filed' and (new.figures, new.items, new.zero, new.note, new.filing_id,
      new.filed_by, new.filed_at, new.signed_by, new.signed_at)
      is distinct from (old.figures, old.items, old.zero, old.note, old.filing_id,
      old.filed_by, old.filed_at, old.signed_by, old.signed_at) then
    raise exception 'a signed report stays as signed';
  end if;
  return new;
end $$;
create trigger keep_signed before update on rollcall.report
  for each row execute function rollcall.keep_signed();

create table rollcall.correction (
  unit_id      uuid not null,
  day          date not null,
  no           int not null check (no > 0),
  id           uuid not null,
  figures      jsonb not null,
  reason       text not null,
  corrected_by text not null,
  corrected_at timestamptz not null,         -- world time
  primary key (unit_id, day, no)
);
