-- Incidents, of any disease: what carries them, where they stand, what is to be done and reported.
create table incidents.incident (
  id            uuid primary key,            -- UUIDv7, so that it says when it was recorded
  number        text not null unique,
  title         text check (length(title) <= 200), -- null: called after its first case
  disease       text not null default 'covid-19',
  level         text not null check (level in ('i', 'ii', 'iii', 'iv')),
  state         text not null check (state in ('signalled', 'responding', 'disposal', 'closed',
                  'withdrawn')),
  opened_at     timestamptz not null,        -- world time
  opened_by     text not null,
  last_case_at  timestamptz,                 -- when the newest case joined
  ended_at      timestamptz,
  version       int not null default 1,
  check ((state in ('closed', 'withdrawn')) = (ended_at is not null))
);
create index incident_page on incidents.incident (opened_at desc, id desc);
create index incident_open on incidents.incident (disease, opened_at desc) where ended_at is null;
grant update on incidents.incident to ${app};

create table incidents.number (
  year int primary key,
  last int not null
);
grant update on incidents.number to ${app};

-- Which cases an incident carries. A case is carried by one.
create table incidents.carried (
  case_id     uuid primary key,
  incident_id uuid not null references incidents.incident,
  at          timestamptz not null           -- world time
);
create index carried_by_incident on incidents.carried (incident_id, at);

-- What may be the first sign of an incident. The same key again is the same signal, once more.
create table incidents.signal (
  id          uuid primary key,
  kind        text not null check (kind in ('case', 'tube', 'gate_fever', 'isolated_unwell',
                'risk_area', 'call', 'enquiry_letter', 'other')),
  key         text not null unique check (length(key) between 1 and 200),
  at          timestamptz not null,          -- world time: when it was
  received_at timestamptz not null,          -- world time: when it was known here
  caller      text check (length(caller) <= 200),
  what        text not null check (length(what) <= 1000),
  place_id    uuid,
  link        text,                          -- path of the console's page it is about
  cause       uuid,                          -- the fact or act that it came from
  times       int not null default 1,
  by_name     text not null,
  state       text not null check (state in ('open', 'opened', 'joined', 'dismissed')),
  incident_id uuid references incidents.incident,
  judged_at   timestamptz,
  judged_by   text,
  why         text,
  check ((state in ('opened', 'joined')) = (incident_id is not null)),
  check ((state = 'open') = (judged_at is null))
);
create index signal_page on incidents.signal (state, received_at desc, id desc);
create index signal_by_incident on incidents.signal (incident_id, received_at);
grant update on incidents.signal to ${app};

-- Each step from signal to end. Never changed.
create table incidents.transition (
  incident_id uuid not null references incidents.incident,
  id          uuid not null,                 -- the act
  at          timestamptz not null,          -- world time
  was         text,
  became      text not null,
  why         text not null,
  by_name     text not null,
  primary key (incident_id, id)
);

-- What the edition of that hour asked for; the duty is in duties, under incident and key.
create table incidents.step (
  incident_id uuid not null references incidents.incident,
  key         text not null,
  zh          text not null,
  en          text not null,
  hours       double precision not null,
  asks        text not null check (asks in ('note', 'document')),
  team        text,
  due_at      timestamptz not null,          -- world time
  state       text not null check (state in ('open', 'done', 'not_needed')),
  done_at     timestamptz,
  done_by     text,
  note        text,
  document    text,
  primary key (incident_id, key),
  check ((state = 'open') = (done_at is null))
);
grant update on incidents.step to ${app};

-- Reports to the health authority. A draft keeps what people typed; everything else is filled from
-- the records until it is sent, and then kept as it was.
create table incidents.report (
  id          uuid primary key,
  incident_id uuid not null references incidents.incident,
  case_id     uuid,                          -- the case it reports; null: the incident alone
  kind        text not null check (kind in ('initial', 'progress', 'final')),
  no          int not null check (no > 0),
  corrects    uuid references incidents.report,
  why         text,                          -- of a correction
  typed       text not null default '{}',    -- JSON by field
  state       text not null check (state in ('draft', 'sent', 'dropped')),
  created_at  timestamptz not null,          -- world time
  created_by  text not null,
  due_at      timestamptz,                   -- null: no clock runs
  sent_at     timestamptz,
  sent_by     text,
  sent_to     text,
  receipt     text,
  frozen      text,                          -- JSON: all fields as they were sent
  version     int not null default 1,
  unique (incident_id, kind, no),
  check ((corrects is null) = (why is null)),
  check ((state = 'sent') = (frozen is not null))
);
create index report_by_case on incidents.report (case_id) where case_id is not null;
grant update on incidents.report to ${app};
create function incidents.sent_stays() returns trigger language plpgsql as $$
begin
  raise exception 'a report that was sent is never changed; it is corrected by another';
end $$;
create trigger sent_stays before update on incidents.report for each row
  when (old.state = 'sent') execute function incidents.sent_stays();

-- Looks at what must be ready. Never changed; the newest of an item counts.
create table incidents.readiness (
  id      uuid primary key,
  item    text not null check (length(item) between 1 and 60),
  at      timestamptz not null,              -- world time
  state   text not null check (state in ('ready', 'not_ready')),
  until   timestamptz not null,              -- to be looked at again by then
  note    text check (length(note) <= 500),
  by_name text not null
);
create index readiness_newest on incidents.readiness (item, at desc, id desc);
