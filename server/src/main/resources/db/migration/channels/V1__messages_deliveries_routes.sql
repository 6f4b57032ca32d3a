-- Messages: one for a key, whoever sends it how often. What is shown is rendered when it is read.
create table channels.message (
  id         uuid primary key,              -- UUIDv7 of the wall: newest last
  key        text not null unique check (length(key) between 1 and 300),
  to_kind    text not null check (to_kind in ('unit', 'person', 'account')),
  to_id      uuid not null,
  text       text not null,                 -- key of title and body in the message files
  args       jsonb not null default '{}',
  link       text,
  cause      uuid,
  at         timestamptz not null,          -- world time, shown
  created_at timestamptz not null,          -- wall time
  routed     boolean not null default true  -- false: no channel leads to its addressee
);
create index message_to on channels.message (to_kind, to_id, id desc);
create index message_unrouted on channels.message (id) where not routed;
grant update (routed) on channels.message to ${app};

-- Where messages go outside the app. A route without an addressee serves those that have none of
-- their own on its channel. Address and secret are sealed: a robot's address is its key.
create table channels.route (
  id         uuid primary key,
  name       text not null check (length(name) between 1 and 100),
  channel    text not null check (channel in ('wecom', 'dingtalk', 'sms')),
  to_kind    text check (to_kind in ('unit', 'person')),
  to_id      uuid,
  address    bytea not null,
  shown      text not null,                 -- the address as screens may show it
  secret     bytea,
  per_minute int not null check (per_minute between 1 and 6000),
  enabled    boolean not null default true,
  failures   int not null default 0,        -- in a row, of the channel itself
  rest_until timestamptz,                   -- not tried before; wall time
  last_ok    timestamptz,
  reason     text,                          -- why it rests
  detail     text,
  version    int not null default 1,
  removed_at timestamptz,
  made_at    timestamptz not null,
  check ((to_kind is null) = (to_id is null)),
  check (case channel when 'sms' then to_kind is distinct from 'unit'
                      else to_kind is distinct from 'person' end)
);
create index route_to on channels.route (to_kind, to_id) where removed_at is null;
grant update on channels.route to ${app};

-- One for each channel of a message's addressee. next_at is also the lease: whoever takes one sets
-- it past the longest time that sending can last.
create table channels.delivery (
  id           uuid primary key,
  message_id   uuid not null references channels.message,
  channel      text not null check (channel in ('app', 'wecom', 'dingtalk', 'sms')),
  route_id     uuid references channels.route,
  state        text not null check (state in ('waiting', 'delivered', 'failed')),
  attempts     int not null default 0,
  next_at      timestamptz not null,
  waiting_since timestamptz not null,
  delivered_at timestamptz,
  reason       text,                        -- why not yet, or why not
  detail       text,                        -- in the other side's words
  check ((channel = 'app') = (route_id is null)),
  check ((state = 'delivered') = (delivered_at is not null))
);
create unique index delivery_once on channels.delivery
  (message_id, coalesce(route_id, '00000000-0000-0000-0000-000000000000'));
create index delivery_waiting on channels.delivery (route_id, attempts, message_id)
  where state = 'waiting';
create index delivery_open on channels.delivery (state, id desc) where state <> 'delivered';
grant update on channels.delivery to ${app};

-- Recorded before anything is sent: one without an end was cut off, and may have arrived. It is
-- also what a route's rate is counted by. Without a delivery: a test.
create table channels.attempt (
  id          uuid primary key,
  delivery_id uuid,
  number      int not null,
  route_id    uuid not null,
  at          timestamptz not null,
  ended_at    timestamptz,
  outcome     text check (outcome in ('delivered', 'later', 'resting', 'refused', 'not_sent')),
  detail      text
);
create unique index attempt_once on channels.attempt (delivery_id, number);
create index attempt_by_route on channels.attempt (route_id, at);
grant update, delete on channels.attempt to ${app};

-- Who has read what, in the app.
create table channels.reading (
  account_id uuid not null,
  message_id uuid not null references channels.message,
  read_at    timestamptz not null,
  primary key (account_id, message_id)
);
