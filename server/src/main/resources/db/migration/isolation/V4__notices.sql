-- Papers about an order, as the authority signed them: scans, sealed by the vault. A body can be
-- destroyed when its time has come; who filed what, when, and its digest stay.
create table isolation.signed_notice (
  id           uuid primary key,             -- made by the client: a retry is the same file
  order_id     uuid not null references isolation.isolation_order,
  kind         text not null check (kind in ('order', 'release')),
  name         text not null check (length(name) between 1 and 200),
  type         text not null check (type in ('application/pdf', 'image/jpeg')),
  size         int not null check (size between 1 and 10485760),
  digest       bytea not null check (length(digest) = 32), -- keyed, of the file as it came
  content      bytea,                        -- null: destroyed
  kept_at      timestamptz not null,         -- world time
  by_id        uuid not null,
  by_name      text not null,
  destroyed_at timestamptz,
  destroyed_by text,
  why          text,
  check ((content is null) = (destroyed_at is not null))
);
alter table isolation.signed_notice alter column content set storage external; -- it is sealed
create index signed_notice_of_order on isolation.signed_notice (order_id, kept_at desc);
grant update (content, destroyed_at, destroyed_by, why) on isolation.signed_notice to ${app};
