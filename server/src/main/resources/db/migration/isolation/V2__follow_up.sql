-- Daily follow-up: one named worker an order, two readings a day. What was to be done is a duty;
-- what was done is a reading, which is never changed.
alter table isolation.isolation_order
  add column worker_id   uuid,              -- the person who looks after them; null: the command
  add column visits_made date;              -- up to that day visits are duties
create index order_by_worker on isolation.isolation_order (worker_id)
  where worker_id is not null and state = 'ordered';
create index order_visits on isolation.isolation_order (visits_made nulls first, id)
  where state = 'ordered';

create table isolation.reading (
  order_id    uuid not null references isolation.isolation_order,
  id          uuid not null,                -- made by the client: a retry is the same reading
  at          timestamptz not null,         -- world time
  half        text not null check (half in ('morning', 'evening')),
  state       text not null check (state in ('seen_well', 'seen_unwell', 'not_performed',
                'not_attempted')),
  temperature double precision check (temperature between 30 and 45),
  symptoms    text[] not null default '{}',
  how         text not null check (how in ('visit', 'phone', 'own')),
  note        text,
  by_name     text not null,
  recorded_at timestamptz not null,
  primary key (order_id, id)
);
create index reading_by_time on isolation.reading (order_id, at desc);
