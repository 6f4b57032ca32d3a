-- Templates that somebody brought; the standard ones are part of the software.
create table reports.template (
  id         uuid primary key,
  kind       text not null check (kind in ('daily', 'bulletin')),
  name       text not null,
  content    bytea not null,
  digest     text not null,
  brought_at timestamptz not null,
  brought_by text not null
);
create index template_newest on reports.template (kind, id desc);

-- A document: a draft whose figures are live, then signed and kept as it was signed. A correction is
-- a document of its own that names the one it corrects, so that both stay.
create table reports.document (
  id          uuid primary key,
  kind        text not null check (kind in ('daily', 'bulletin')),
  unit_id     uuid,                          -- the whole park when absent
  day         date not null,
  number      int not null check (number > 0),
  language    text not null check (language in ('zh', 'en')),
  template_id uuid,                          -- the standard one when absent
  title       text not null,
  texts       text not null,                 -- JSON: masthead, body, foot
  state       text not null default 'draft' check (state in ('draft', 'signed')),
  made_at     timestamptz not null,
  made_by     text not null,
  corrects    uuid references reports.document,
  reason      text,                          -- of the correction
  signed_at   timestamptz,                   -- world time
  signed_by   text,
  figures     text,                          -- JSON: as signed
  html        text,
  docx        bytea,
  pdf         bytea,
  digest      text,                          -- SHA-256 over figures, HTML and the two files
  version     int not null default 1,
  check ((corrects is null) = (reason is null)),
  check ((state = 'signed') = (signed_at is not null and signed_by is not null
    and figures is not null and html is not null and docx is not null and pdf is not null
    and digest is not null))
);
-- one daily report of a unit for a day, one correction of a document at a time
create unique index document_daily_once on reports.document
  (coalesce(unit_id, '00000000-0000-0000-0000-000000000000'), day)
  where kind = 'daily' and corrects is null;
create unique index document_number_once on reports.document
  (kind, coalesce(unit_id, '00000000-0000-0000-0000-000000000000'), (extract(year from day)), number)
  where corrects is null;
create unique index document_corrected_once on reports.document (corrects);
create index document_newest on reports.document (day desc, id desc);
grant update on reports.document to ${app};

-- What is signed stays, whoever asks.
create function reports.keep_signed() returns trigger language plpgsql as $$
begin
  if old.state = 'signed' then
    raise exception 'a signed document is not changed';
  end if;
  return new;
end $$;
create trigger keep_signed before update or delete on reports.document
  for each row execute function reports.keep_signed();

-- Exports of ledgers: asked for, decided by somebody else, taken.
create table reports.export (
  id           uuid primary key,
  ledger       text not null,
  day          date not null,
  unit_id      uuid,
  place_id     uuid,
  purpose      text not null,
  asked_by     uuid not null,
  asked_name   text not null,
  asked_at     timestamptz not null,
  state        text not null default 'asked' check (state in ('asked', 'approved', 'refused')),
  decided_by   uuid check (decided_by <> asked_by),
  decided_name text,
  decided_at   timestamptz,
  taken_at     timestamptz,
  rows         bigint,
  check ((state = 'asked') = (decided_at is null))
);
create index export_by_asker on reports.export (asked_by, id desc);
grant update on reports.export to ${app};
