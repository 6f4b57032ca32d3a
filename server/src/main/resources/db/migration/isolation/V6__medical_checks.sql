-- That a doctor saw somebody in isolation who was unwell, and what came of it. Never changed.
create table isolation.medical_check (
  order_id    uuid not null references isolation.isolation_order,
  id          uuid not null,                -- made by the client: a retry is the same check
  at          timestamptz not null,         -- world time: when they were seen
  doctor      text not null check (length(doctor) between 1 and 100),
  outcome     text not null check (outcome in ('stays', 'to_hospital', 'tested')),
  note        text check (length(note) <= 500),
  by_name     text not null,
  recorded_at timestamptz not null,
  primary key (order_id, id)
);
create index medical_check_by_time on isolation.medical_check (order_id, at desc);
