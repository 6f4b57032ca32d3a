-- What a decision's edition id stands for, for ever.
create table policy.snapshot (
  id         text primary key,
  content    text not null,          -- JSON as the screens show it
  first_seen timestamptz not null
);

-- Park overlays; the newest of an edition counts, the older ones stay.
create table policy.upload (
  id          uuid primary key,
  seq         bigint generated always as identity unique,
  edition     text not null,
  content     text not null,         -- the file as uploaded
  uploaded_at timestamptz not null,
  uploaded_by uuid not null,
  uploader    text not null
);
create index upload_newest on policy.upload (edition, seq desc);
