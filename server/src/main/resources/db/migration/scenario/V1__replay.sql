-- How far the replay has come; it goes on from here after a restart.
create table scenario.replay (
  only_row    boolean primary key default true check (only_row),
  state       text not null check (state in ('waiting', 'importing', 'enrolling', 'playing', 'live',
                'done', 'cancelled', 'failed')),
  played_to   timestamptz,            -- world time up to which all was sent
  started_at  timestamptz,            -- wall
  ended_at    timestamptz,            -- wall, of the morning
  total       int not null default 0,
  sent        int not null default 0,
  live        int not null default 0, -- passes sent since the morning
  failure     text
);
insert into scenario.replay (state) values ('waiting');
grant update on scenario.replay to ${app};

-- What was sent and what the server answered, so that every figure can be checked against it.
create table scenario.sent (
  fact_id   uuid primary key,
  at        timestamptz not null,
  place_id  uuid not null,
  person_id uuid,                     -- as the receipt says
  direction text not null check (direction in ('in', 'out')),
  status    text not null,
  action    text,                     -- the server's verdict
  note      text                      -- what of the story it is
);
