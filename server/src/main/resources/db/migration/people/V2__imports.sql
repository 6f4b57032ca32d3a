-- An import and its staged rows. Cells are sealed: a staged file is as private as what it makes.
create table people.import (
  id         uuid primary key,
  file_name  text not null,
  kind       text not null check (kind in ('auto', 'units', 'places', 'people')),
  state      text not null check (state in ('reading', 'previewed', 'committing', 'committed',
               'cancelled', 'failed')),
  rows       int not null default 0,
  good       int not null default 0,
  bad        int not null default 0,
  duplicates int not null default 0,
  unchanged  int not null default 0,
  progress   double precision not null default 0,
  notices    int not null default 0,
  started_by uuid not null,
  started_name text not null,
  started_kind text not null,
  started_everywhere boolean not null,
  started_units uuid[] not null,
  started_at timestamptz not null,
  columns    jsonb not null default '[]',
  mapping    jsonb not null default '{}',   -- header -> field, as chosen by hand
  failure    text                            -- code of why it failed
);
grant update on people.import to ${app};

-- The file itself, sealed in pieces, until the import is committed or cancelled: a reading that was
-- cut off by a restart starts again from it.
create table people.import_file (
  import_id uuid not null references people.import,
  part      int not null,
  sealed    bytea not null,
  primary key (import_id, part)
);
grant delete on people.import_file to ${app};

create table people.import_row (
  import_id  uuid not null,
  number     int not null,          -- order within the import
  sheet      text not null,
  line       int not null,          -- row in the sheet as the user sees it
  state      text not null check (state in ('new', 'changed', 'unchanged', 'bad')),
  suspect    boolean not null default false,
  reasons    jsonb,                 -- [{code, field, ...}]: never a number of a person
  cells      bytea,                 -- sealed {header: text}; for shown rows only
  person_id  uuid,
  name       text,
  initials   text,
  initials_other text,
  sex        text,
  birth_date date,
  kind       text,
  class_of_person text,
  unit_id    uuid,
  post       text,
  key_post   boolean,
  home       text,
  party      text,
  skills     text,
  badge      text,
  household  text,
  relation   text,
  role       text,
  doc_type   text,
  doc_key    bytea,
  doc_sealed bytea,
  doc_last4  bytea,
  phone_key  bytea,
  phone_sealed bytea,
  phone_last4 bytea,
  changes    jsonb,                -- changed people: {field: [before, after]}; numbers only by name
  record     jsonb,                 -- units and places: the whole row (nothing personal in it)
  primary key (import_id, number)
);
create index import_row_shown on people.import_row (import_id, state, number)
  where reasons is not null;
grant delete on people.import_row to ${app};

-- Two persons who may be one: listed, for a person to decide later.
create table people.suspected_duplicate (
  person_id uuid not null,
  other_id  uuid not null,
  reason    text not null check (reason in ('name_and_birth', 'phone')),
  import_id uuid not null,
  primary key (person_id, other_id, reason)
);
