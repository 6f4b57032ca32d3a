-- When the park goes over to other rules: what begins after `at` follows at least the rules of the
-- day `rules_of`, and what is running then follows them from that moment on.
create table policy.switch (
  id            uuid primary key,
  seq           bigint generated always as identity unique,
  at            timestamptz not null,      -- world time
  rules_of      date not null,
  document      text not null,             -- the authority's
  note          text,
  from_snapshot text not null,             -- in force before, and after, as seen when it was decided
  to_snapshot   text not null,
  decided_at    timestamptz not null,      -- world time
  decided_by    uuid not null,
  decider       text not null,
  cancelled_at  timestamptz,               -- before it came
  canceller     text,
  check (cancelled_at is null or cancelled_at < at)
);
create index switch_by_time on policy.switch (at) where cancelled_at is null;
grant update on policy.switch to ${app};
