create table audit.entry (
  at         timestamptz not null,                -- wall time
  id         uuid not null,                       -- UUIDv7
  xid        xid8 not null default pg_current_xact_id(),
  actor_kind text not null,
  actor      uuid not null,
  actor_name text not null,
  action     text not null,                       -- module.act, past tense
  subject    text,                                -- kind:id
  cause      uuid,                                -- the fact or act that led to it
  body_hash  bytea not null,                      -- SHA-256 of the body; stays when the body goes
  digest     bytea not null,                      -- SHA-256 over all of the above but xid
  primary key (at, id)
) partition by range (at);
create index entry_by_xid on audit.entry (xid, id);
create index entry_by_action on audit.entry (action, at);
create index entry_by_actor on audit.entry (actor, at);
select storage.keep_partitions('audit.entry', 'day');

create table audit.body (
  at   timestamptz not null,
  id   uuid not null,
  body text not null,
  primary key (at, id)
) partition by range (at);
select storage.keep_partitions('audit.body', 'day');

create table audit.seal (
  no       bigint primary key,
  at       timestamptz not null,
  below    xid8 not null,          -- every entry of a transaction below it is sealed by now
  entries  int not null,
  previous bytea not null,
  head     bytea not null unique   -- SHA-256(previous ‖ digests in order of (xid, id))
);
