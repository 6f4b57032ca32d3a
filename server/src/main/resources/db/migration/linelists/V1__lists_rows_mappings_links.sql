-- A list of cases or contacts that somebody brings, from upload to what came of it. What a file
-- holds is sealed: it is as private as what it makes.
create table linelists.list (
  id         uuid primary key,
  file_name  text not null,
  format     text not null check (format in ('own_cases', 'own_contacts', 'go_data_cases',
               'go_data_contacts', 'sormas_cases', 'sormas_contacts', 'other')),
  kind       text check (kind in ('cases', 'contacts')), -- null: nobody has said yet
  state      text not null check (state in ('reading', 'mapping', 'previewed', 'committing',
               'committed', 'cancelled', 'failed')),
  headers    bytea,                     -- sealed: headers with some of their values
  mapping    jsonb,                     -- null: not read yet
  mapped_by  text,                      -- name of the saved mapping it was read by
  document   text,                      -- of the authority that says what the list says
  case_id    uuid,                      -- of contacts whose rows name no case
  note_unknown boolean not null default false, -- people nobody knows are noted by their documents
  rows       int not null default 0,
  fresh      int not null default 0,
  joined     int not null default 0,
  changed    int not null default 0,
  unchanged  int not null default 0,
  skipped    int not null default 0,
  bad        int not null default 0,
  progress   double precision not null default 0,
  by_id      uuid not null,             -- who acts on it, with what they may
  by_name    text not null,
  by_kind    text not null,
  everywhere boolean not null,
  units      uuid[] not null,
  permissions text[] not null,
  started_at timestamptz not null,      -- wall time
  failure    text                       -- code of why it failed
);
create index list_page on linelists.list (started_at desc, id desc);
grant update on linelists.list to ${app};

create table linelists.list_file (
  list_id uuid not null references linelists.list,
  part    int not null,
  sealed  bytea not null,
  primary key (list_id, part)
);
grant delete on linelists.list_file to ${app};

create table linelists.list_row (
  list_id   uuid not null,
  number    int not null,               -- order within the list
  line      int not null,               -- row in the file as the user sees it
  state     text not null check (state in ('new', 'joined', 'changed', 'unchanged', 'skipped',
              'bad')),
  done      boolean not null default false, -- it was taken in
  reasons   jsonb,                      -- [{code, header, values}]: never a number of a person
  sealed    bytea,                      -- its cells by header; until it is taken in
  person_id uuid,
  case_id   uuid,
  primary key (list_id, number)
);
create index list_row_by_state on linelists.list_row (list_id, state, number);
grant update, delete on linelists.list_row to ${app};

-- What the columns of a table mean, kept under a name: a table with the same headers is read by it.
create table linelists.mapping (
  id       uuid primary key,
  name     text not null unique,
  kind     text not null check (kind in ('cases', 'contacts')),
  headers  text not null,               -- digest of all headers, in any order
  mapping  jsonb not null,
  by_name  text not null,
  made_at  timestamptz not null         -- wall time
);
create index mapping_by_headers on linelists.mapping (headers, made_at desc);
grant update, delete on linelists.mapping to ${app};

-- Which case a line of another system is; the same line again is the same case.
create table linelists.case_link (
  system   text not null,
  external text not null,
  case_id  uuid not null,
  list_id  uuid not null,
  at       timestamptz not null,        -- world time
  primary key (system, external)
);
create index case_link_by_case on linelists.case_link (case_id);
grant update on linelists.case_link to ${app};

-- Which exposures lists have told of; the same line again adds nothing.
create table linelists.contact_link (
  system    text not null,
  case_id   uuid not null,
  person_id uuid not null,
  from_at   timestamptz not null,
  until_at  timestamptz not null,
  external  text,
  list_id   uuid not null,
  at        timestamptz not null,       -- world time
  primary key (system, case_id, person_id, from_at, until_at)
);
create index contact_link_by_contact on linelists.contact_link (case_id, person_id);
