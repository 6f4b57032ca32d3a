-- Orders of isolation. What the authority classified is proposed by itself; its order, moves and the
-- release are filed. Stays and test days aren't kept: they follow from class, last exposure, first
-- day and the editions of rules_of.
create table isolation.isolation_order (
  id             uuid primary key,
  person_id      uuid not null,
  unit_id        uuid,
  class          text not null check (class in ('close', 'secondary')),
  case_id        uuid,
  via_id         uuid,                     -- of a secondary contact: the close one between
  last_exposure  date not null,
  basis          text,                     -- the authority's document of the class
  isolated_on    date,                     -- first day; null while proposed
  place          text check (place in ('central', 'home')),
  room_id        uuid,
  document       text,                     -- the authority's order
  rules_of       timestamptz,              -- whose editions
  until_on       date,                     -- last day of isolation by these
  state          text not null check (state in ('proposed', 'ordered', 'released', 'ended',
                   'withdrawn')),
  proposed_at    timestamptz not null,     -- world time
  ordered_at     timestamptz,
  ordered_by     text,
  arrived_at     timestamptz,
  ended_at       timestamptz,
  ended_by       text,
  end_document   text,                     -- the authority's release
  why            text,
  evidence       uuid[] not null default '{}', -- all that was given to the status
  version        int not null default 1,
  check ((state = 'proposed') = (isolated_on is null) or state = 'withdrawn'),
  check ((state in ('proposed', 'ordered')) = (ended_at is null))
);
create unique index order_open on isolation.isolation_order (person_id)
  where state in ('proposed', 'ordered');
create index order_page on isolation.isolation_order (state, proposed_at desc, id desc);
create index order_by_case on isolation.isolation_order (case_id) where case_id is not null;
create index order_by_room on isolation.isolation_order (room_id)
  where room_id is not null and state = 'ordered';
grant update on isolation.isolation_order to ${app};
