-- One row per fact for ever: idempotence. No personal data. Ranged by the UUIDv7 itself, because
-- PostgreSQL can't hold a unique key on the id across partitions of time.
create table capture.receipt (
  id      uuid primary key,
  digest  bytea not null,      -- keyed digest of the fact but its sending time
  entry   uuid not null,       -- the audit entry of the commit that took it
  outcome text not null        -- JSON: at, skewMs, flags, verdict
) partition by range (id);
select storage.keep_partitions('capture.receipt', 'uuid_month', 2, 1);

-- One row per commit and fact type: the feed that projections and live screens follow by
-- (xid, seq), below the oldest running transaction. No NOTIFY: it costs six times as much.
create table capture.arrival (
  recorded_at timestamptz not null,
  seq     bigint generated always as identity,
  xid     xid8 not null default pg_current_xact_id(),
  type    text not null,
  ids     uuid[] not null,
  persons uuid[] not null,     -- aligned with ids; null where a fact has no person
  ats     timestamptz[] not null,
  places  uuid[] not null
) partition by range (recorded_at);
create index arrival_by_xid on capture.arrival (xid, seq);
select storage.keep_partitions('capture.arrival', 'day');

-- How far each durable follower has read.
create table capture.cursor (
  name text primary key,
  xid  xid8 not null,
  seq  bigint not null
);
grant update on capture.cursor to ${app};
