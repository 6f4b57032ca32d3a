-- What a switch to other rules would change, computed before anybody decides it. Not part of the
-- record: old ones are dropped.
create table status.preview (
  id        uuid primary key,
  at        timestamptz not null,           -- the moment of the switch, world time
  rules_of  date not null,
  asked_at  timestamptz not null,           -- world time
  asker     text not null,
  state     text not null check (state in ('running', 'done', 'failed')),
  judged    bigint not null default 0,
  moved_at  timestamptz not null            -- wall time of the last sign of life
);
create index preview_newest on status.preview (asked_at desc, id desc);
grant update, delete on status.preview to ${app};

create table status.preview_change (
  preview_id uuid not null references status.preview on delete cascade,
  person_id  uuid not null,
  kind       text not null check (kind in ('freed', 'eased', 'shortened', 'tightened', 'lengthened',
               'relabelled')),
  from_level text not null,
  from_label text,
  from_rule  text,
  from_until timestamptz,                   -- when the level ends by itself
  from_free  timestamptz,                   -- when nothing is left
  to_level   text not null,
  to_label   text,
  to_rule    text,
  to_until   timestamptz,
  to_free    timestamptz,
  primary key (preview_id, person_id)
);
grant delete on status.preview_change to ${app};
