-- Cases, of any disease: the person, what the authority called it, and since when it counts.
create table cases.case_file (
  id             uuid primary key,
  number         text not null unique,
  person_id      uuid not null,
  unit_id        uuid,
  classification text not null check (classification in ('suspected', 'confirmed', 'asymptomatic')),
  document       text,                     -- of the authority that classified
  onset          date,
  sampled_at     timestamptz,              -- of the first positive swab
  symptoms       text,
  controlled_at  timestamptz,              -- taken away, met nobody of ours any more
  evidence_id    uuid,                     -- the positive swab it was opened by; null: by hand
  given          uuid[] not null default '{}', -- evidence that the case itself gave to the status
  state          text not null check (state in ('open', 'closed', 'withdrawn')),
  outcome        text check (outcome in ('recovered', 'transferred', 'died')),
  why            text,                     -- why it ended
  opened_at      timestamptz not null,     -- world time
  opened_by      text not null,
  ended_at       timestamptz,
  reported_at    timestamptz,
  reported_to    text,
  traced_at      timestamptz,
  traced_by      text,                     -- editions it was traced by
  traced_digest  text,                     -- of what was found, so that nothing is written twice
  waves          int not null default 0,   -- times that candidates came up to be decided
  version        int not null default 1,
  check ((state = 'open') = (ended_at is null))
);
create unique index case_open on cases.case_file (person_id) where state = 'open';
create index case_page on cases.case_file (opened_at desc, id desc);
create index case_by_evidence on cases.case_file (evidence_id) where evidence_id is not null;
grant update on cases.case_file to ${app};

create table cases.number (
  year int primary key,
  last int not null
);
grant update on cases.number to ${app};

-- Contacts of a case. A shared stay makes a candidate; the authority decides. Nobody is deleted.
create table cases.contact (
  case_id        uuid not null references cases.case_file,
  person_id      uuid not null,
  unit_id        uuid,
  degree         smallint not null check (degree in (1, 2)),
  via_id         uuid,                     -- of the second degree: the close contact between
  proposed       text not null check (proposed in ('close', 'secondary', 'general')),
  state          text not null check (state in ('candidate', 'close', 'secondary', 'general',
                   'dropped', 'lapsed', 'withdrawn')),
  source         text not null check (source in ('traced', 'interview')),
  first_exposure timestamptz not null,
  last_exposure  timestamptz not null,
  exposures      int not null,
  minutes        bigint not null,
  evidence       uuid[] not null default '{}', -- all that was given to the status for it
  found_at       timestamptz not null,     -- world time
  decided_at     timestamptz,
  decider        text,
  document       text,
  reason         text,
  version        int not null default 1,
  primary key (case_id, person_id)
);
create index contact_page on cases.contact (case_id, last_exposure desc, person_id desc);
create index contact_by_state on cases.contact (case_id, state, last_exposure desc, person_id desc);
create index contact_by_person on cases.contact (person_id);
grant update on cases.contact to ${app};

-- Why somebody is a contact: one row for each time. What tracing found is found again or goes.
create table cases.exposure (
  case_id     uuid not null references cases.case_file,
  person_id   uuid not null,
  id          uuid not null,
  of_id       uuid not null,               -- the case's person, or the close contact between
  kind        text not null check (kind in ('zone', 'ride', 'tube', 'household', 'interview')),
  place_id    uuid,
  tube        text,
  from_at     timestamptz not null,
  until_at    timestamptz not null,
  minutes     bigint not null,
  note        text,                        -- of an interview
  by_name     text,
  recorded_at timestamptz not null,        -- world time
  primary key (case_id, person_id, id)
);
grant update, delete on cases.exposure to ${app};

-- What was decided of a contact, when and by whom. Never changed.
create table cases.decision (
  case_id   uuid not null references cases.case_file,
  person_id uuid not null,
  id        uuid not null,                 -- the act
  at        timestamptz not null,          -- world time
  was       text not null,
  became    text not null,
  document  text,
  reason    text not null,
  by_name   text not null,
  primary key (case_id, person_id, id)
);
