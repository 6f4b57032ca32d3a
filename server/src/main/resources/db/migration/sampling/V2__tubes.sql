-- Swabs: one row per fact, never changed. The tube leads the key; person, unit, place and round are
-- copied in, so that nothing is joined to count.
create table sampling.swab (
  tube        text not null,
  at          timestamptz not null,
  id          uuid not null,
  recorded_at timestamptz not null,
  skew_ms     bigint not null,
  person_id   uuid not null,
  place_id    uuid not null,
  unit_id     uuid,
  round_id    uuid,
  pool        smallint not null,            -- size the device chose for the tube
  purpose     text not null,
  lane        text,
  device_id   uuid,
  taken_by    text not null,                -- account or device, as named then
  data        text not null,                -- the fact's data as JSON, as sent
  primary key (tube, at, id)
) partition by range (at);
create index swab_by_person on sampling.swab (person_id, at);
create index swab_by_id on sampling.swab (id);
select storage.keep_partitions('sampling.swab', 'day');

-- Swabs that count no longer: undone at the desk, or judged in a conflict. May come before its swab.
create table sampling.swab_end (
  swab_id uuid not null,
  id      uuid not null,                    -- the fact or act
  at      timestamptz not null,
  by_name text not null,
  reason  text,
  act     boolean not null,                 -- by a person's decision, not by an undo
  primary key (swab_id, id)
);

-- A tube as its facts make it; its row holds its members. Written under a lock of the row.
create table sampling.tube (
  code          text primary key,
  first_at      timestamptz not null,       -- of its first swab or step
  state         text not null default 'filling' check (state in ('filling', 'sealed', 'boxed',
                  'handed_over', 'received', 'negative', 'to_confirm', 'positive', 'invalid',
                  'spoilt', 'voided')),
  place_id      uuid,
  round_id      uuid,
  size          smallint not null default 0,
  live          smallint not null default 0,
  sealed_at     timestamptz,
  box           text,
  received_at   timestamptz,
  step          text,                       -- furthest of boxed, handed_over, received
  problem       text,                       -- lost, leaking, unlabelled, over_age
  voided        boolean not null default false,
  screening     text,
  confirmation  text,
  conflicts     smallint not null default 0,
  members       text not null default '[]', -- JSON
  seals         text not null default '[]', -- JSON
  version       int not null default 1
) with (fillfactor = 60);
create index tube_by_time on sampling.tube (first_at, code);
create index tube_by_state on sampling.tube (state, first_at, code);
create index tube_by_box on sampling.tube (box) where box is not null;
grant update on sampling.tube to ${app};

-- Who refused 拒检.
create table sampling.refusal (
  person_id uuid not null,
  at        timestamptz not null,
  id        uuid not null,
  place_id  uuid,
  unit_id   uuid,
  round_id  uuid,
  reason    text not null,
  taken_by  text not null,
  primary key (person_id, at, id)
);

-- Steps of custody. A step names tubes, a box, or tubes that go into a box.
create table sampling.custody (
  tube        text not null,                -- empty: the box as a whole
  at          timestamptz not null,
  id          uuid not null,
  recorded_at timestamptz not null,
  step        text not null check (step in ('boxed', 'handed_over', 'received', 'lost', 'leaking',
                'unlabelled', 'over_age')),
  box         text,
  place_id    uuid,
  from_name   text,
  to_name     text,
  temperature double precision,
  device_id   uuid,
  by_name     text not null,
  primary key (tube, at, id)
) partition by range (at);
create index custody_by_box on sampling.custody (box, at) where box is not null;
select storage.keep_partitions('sampling.custody', 'day');

-- Contradictions between facts, for a person to judge. One open row for a kind and what it is about.
create table sampling.conflict (
  id          uuid primary key,
  key         text not null,
  kind        text not null,
  tube        text not null,
  person_id   uuid,
  round_id    uuid,
  swabs       uuid[] not null,
  opened_at   timestamptz not null,
  state       text not null check (state in ('open', 'resolved', 'lapsed')),
  outcome     text check (outcome in ('keep', 'swabs_count', 'tube_voided')),
  reason      text,
  counts      uuid[],
  closed_at   timestamptz,
  closed_by   text,
  closed_act  uuid,
  check ((state = 'resolved') = (outcome is not null))
);
create unique index conflict_open_once on sampling.conflict (key) where state = 'open';
create index conflict_by_tube on sampling.conflict (tube);
create index conflict_by_person on sampling.conflict (person_id) where person_id is not null;
create index conflict_by_state on sampling.conflict (state, opened_at, id);
grant update on sampling.conflict to ${app};

-- Results of tubes. A correction makes a new row and leaves the old one.
create table sampling.result (
  tube          text not null,
  id            uuid not null,
  step          text not null check (step in ('screening', 'confirmation')),
  value         text not null check (value in ('negative', 'positive', 'grey', 'invalid')),
  reported_at   timestamptz not null,
  recorded_at   timestamptz not null,
  laboratory    text,
  source        text not null check (source in ('fact', 'file', 'hand')),
  source_id     uuid,
  by_name       text not null,
  superseded_by uuid,
  superseded_at timestamptz,
  primary key (tube, id)
);
create unique index result_current on sampling.result (tube, step) where superseded_by is null;
create index result_by_time on sampling.result (recorded_at, id);
grant update on sampling.result to ${app};

-- Results that contradict what is known of a tube: kept until a person has judged, or until what was
-- missing has come.
create table sampling.result_problem (
  id          uuid primary key,
  key         text not null,
  code        text not null,
  tube        text not null,
  step        text not null,
  value       text not null,
  reported_at timestamptz not null,
  laboratory  text,
  source      text not null,
  source_id   uuid,
  row         int,
  by_name     text not null,
  opened_at   timestamptz not null,
  state       text not null check (state in ('open', 'taken', 'corrected', 'dismissed')),
  reason      text,
  closed_at   timestamptz,
  closed_by   text,
  closed_id   uuid
);
create unique index result_problem_once on sampling.result_problem (key) where state = 'open';
create index result_problem_by_tube on sampling.result_problem (tube) where state = 'open';
create index result_problem_by_state on sampling.result_problem (state, opened_at, id);
grant update on sampling.result_problem to ${app};

-- Results typed by one and confirmed by another.
create table sampling.result_entry (
  id           uuid primary key,
  tube         text not null,
  step         text not null,
  value        text not null,
  reported_at  timestamptz not null,
  laboratory   text,
  entered_at   timestamptz not null,
  entered_by   uuid not null,
  entered_name text not null,
  state        text not null check (state in ('waiting', 'confirmed', 'rejected')),
  closed_at    timestamptz,
  closed_by    uuid,
  closed_name  text,
  reason       text,
  check (closed_by <> entered_by or state = 'rejected')
);
create index result_entry_by_state on sampling.result_entry (state, entered_at, id);
grant update on sampling.result_entry to ${app};

-- Files of results, and the rows of them that could not be taken.
create table sampling.result_file (
  id         uuid primary key,
  file_name  text not null,
  sha256     text not null,
  state      text not null check (state in ('reading', 'done', 'cut', 'failed')),
  failure    text,
  rows       int not null default 0,
  accepted   int not null default 0,
  known      int not null default 0,
  problems   int not null default 0,
  rejected   int not null default 0,
  started_at timestamptz not null,
  ended_at   timestamptz,
  by_id      uuid not null,
  by_name    text not null
);
create index result_file_newest on sampling.result_file (started_at, id);
grant update on sampling.result_file to ${app};
create table sampling.result_file_row (
  file_id uuid not null,
  row     int not null,
  tube    text not null,
  field   text not null,
  value   text not null,
  code    text not null,
  primary key (file_id, row)
);

-- What was handed to the status because of a result, so that a correction can take it back.
create table sampling.given (
  evidence_id  uuid primary key,
  person_id    uuid not null,
  tube         text not null,
  result_id    uuid not null,
  kind         text not null check (kind in ('pool', 'test')),
  value        text not null,
  step         text not null,
  sampled_at   timestamptz not null,
  reported_at  timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid
);
create index given_by_person on sampling.given (person_id);
create index given_by_result on sampling.given (result_id);
create index given_taken_by on sampling.given (withdrawn_by) where withdrawn_by is not null;
grant update on sampling.given to ${app};

-- Who must be swabbed again, and the duty's key. alone: a swab alone ends it.
create table sampling.reswab (
  key        text primary key,
  person_id  uuid not null,
  tube       text not null,
  cause      uuid not null,
  reason     text not null,
  alone      boolean not null,
  since      timestamptz not null,
  ended_at   timestamptz
);
create index reswab_open on sampling.reswab (person_id) where ended_at is null and alone;
create index reswab_by_cause on sampling.reswab (cause);
grant update on sampling.reswab to ${app};

-- The government's own registration files, matched with ours by person and time.
create table sampling.reconciliation (
  id         uuid primary key,
  file_name  text not null,
  place_id   uuid not null,
  from_at    timestamptz,
  until_at   timestamptz,
  rows       int not null,
  matched    int not null,
  theirs     int not null,
  ours       int not null,
  bad        int not null,
  started_at timestamptz not null,
  by_name    text not null
);
create table sampling.reconciled_row (
  reconciliation_id uuid not null,
  side      text not null check (side in ('matched', 'theirs', 'ours', 'bad')),
  row       int not null,
  person_id uuid,
  tube      text,
  at        timestamptz,
  swab_id   uuid,
  code      text,
  primary key (reconciliation_id, side, row)
);
grant update on sampling.reconciled_row, sampling.reconciliation to ${app};
