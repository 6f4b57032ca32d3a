-- A link to a person's own page: whoever has it sees that person's page and nothing else. Of the
-- token only its digest is kept.
create table own.link (
  id          uuid primary key,
  digest      bytea not null unique check (length(digest) = 32),   -- SHA-256
  person_id   uuid not null,
  purpose     text not null check (purpose in ('follow_up', 'declaration')),
  order_id    uuid,                         -- of isolation: the link ends with it
  made_at     timestamptz not null,         -- wall time, like all of a link
  made_by     uuid not null,
  made_name   text not null,
  expires_at  timestamptz not null check (expires_at > made_at),
  revoked_at  timestamptz,
  revoked_by  text,
  check ((purpose = 'follow_up') = (order_id is not null)),
  check ((revoked_at is null) = (revoked_by is null))
);
-- a new one takes the place of the one before
create unique index link_now on own.link (person_id, purpose) where revoked_at is null;
grant update (revoked_at, revoked_by) on own.link to ${app};

-- What somebody in isolation needs. A duty of their worker; over: waived, or the order has ended.
create table own.need (
  id        uuid primary key,               -- made by the client: a retry is the same need
  person_id uuid not null,
  order_id  uuid not null,
  unit_id   uuid,                           -- the order's: who may see it
  kind      text not null check (kind in ('medicine', 'meals', 'infant', 'other')),
  text      text,
  asked_at  timestamptz not null,           -- world time
  due_at    timestamptz not null,
  state     text not null check (state in ('open', 'done', 'over')),
  answer    text,                           -- the person reads it
  ended_at  timestamptz,
  ended_by  text,
  check ((state = 'open') = (ended_at is null)),
  check (kind <> 'other' or text is not null)
);
create index need_by_order on own.need (order_id, asked_at desc, id desc);
create index need_by_person on own.need (person_id, asked_at desc, id desc);
create index need_by_time on own.need (asked_at desc, id desc);
grant update (state, answer, ended_at, ended_by) on own.need to ${app};

-- When the person handed a declaration in: one that is sent again is the same fact of the same time.
create table own.declaration (
  id        uuid primary key,               -- made by the client; of the fact
  person_id uuid not null,
  at        timestamptz not null,           -- world time
  kept      boolean not null default false  -- it went through the door
);
create index declaration_by_person on own.declaration (person_id, at desc, id desc) where kept;
grant update (kept) on own.declaration to ${app};
