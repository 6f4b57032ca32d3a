-- Files that came with a requirement, a report or an answer. Kept as they came; never opened here.
create table command.file (
  id      uuid primary key,
  name    text not null check (length(name) between 1 and 200),
  type    text not null,
  size    int not null check (size between 1 and 20971520),
  digest  bytea not null check (length(digest) = 32),   -- SHA-256
  content bytea not null,
  kept_at timestamptz not null,
  by_id   uuid not null,
  by_name text not null
);
alter table command.file alter column content set storage external; -- most are compressed already

-- Directives from above: the province, the 新区. Its deadline is its duty's.
create table command.upstream (
  id             uuid primary key,
  number         text not null,
  issuer         text not null,
  title          text not null,
  body           text not null,
  file_id        uuid references command.file,
  received_at    timestamptz not null,
  unit_id        uuid not null,             -- who must answer
  state          text not null check (state in ('open', 'answered')),
  answer         text,
  answer_file_id uuid references command.file,
  answered_at    timestamptz,
  answered_by    text,
  answered_for   text,
  check ((state = 'answered') = (answer is not null and answered_at is not null)),
  unique (issuer, number)
);
create index upstream_newest on command.upstream (received_at desc, id desc);
grant update on command.upstream to ${app};

-- A directive of our own, fanned out into tasks.
create table command.directive (
  id          uuid primary key,
  upstream_id uuid references command.upstream,
  feedback_id uuid unique,                  -- the feedback it was made from; once
  title       text not null,
  body        text not null,
  issued_at   timestamptz not null,
  issued_by   text not null,
  issued_for  text                          -- for whom it was signed
);
create index directive_newest on command.directive (issued_at desc, id desc);
create index directive_by_upstream on command.directive (upstream_id);

-- What a unit must do of a directive. Its deadline and whether it is late are its duty's, whose key
-- is <id>/<round>: each return begins a new round.
create table command.task (
  id               uuid primary key,
  directive_id     uuid not null references command.directive,
  parent_id        uuid references command.task,
  unit_id          uuid not null,
  body             text not null,           -- what the level that split it adds
  evidence         text not null,           -- what must be reported
  file_needed      boolean not null,
  state            text not null check (state in ('issued', 'acknowledged', 'reported',
                     'returned', 'accepted')),
  round            int not null default 1,
  percent          smallint not null default 0 check (percent between 0 and 100),
  made_at          timestamptz not null,
  acknowledged_at  timestamptz,
  acknowledged_by  text,
  acknowledged_for text,
  state_at         timestamptz not null,
  check ((state = 'issued') = (acknowledged_at is null)),
  check (parent_id <> id)
);
create unique index task_once on command.task
  (directive_id, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), unit_id);
create index task_by_parent on command.task (parent_id);
create index task_by_unit on command.task (unit_id, state);
create index task_open on command.task (made_at) where state in ('issued', 'acknowledged', 'returned');
grant update on command.task to ${app};

-- A notice; what it said before is in its editions.
create table command.notice (
  id       uuid primary key,
  edition  int not null default 1,
  title    text not null,
  body     text not null,
  digest   bytea not null,                  -- of what it says, spaces and forms of letters aside
  asks     text not null check (asks in ('read', 'reply')),
  sent_at  timestamptz not null,
  sent_by  text not null,
  sent_for text
);
create index notice_newest on command.notice (sent_at desc, id desc);
grant update on command.notice to ${app};

create table command.notice_edition (
  notice_id uuid not null references command.notice,
  edition   int not null,
  title     text not null,
  body      text not null,
  at        timestamptz not null,
  by_name   text not null,
  for_name  text,
  primary key (notice_id, edition)
);

-- How far a unit is with a notice's present edition.
create table command.notice_unit (
  notice_id  uuid not null references command.notice,
  unit_id    uuid not null,
  read_at    timestamptz,
  replied_at timestamptz,
  chased_at  timestamptz,                   -- wall time: it only holds back the next chase
  chases     int not null default 0,
  primary key (notice_id, unit_id),
  check (replied_at is null or read_at is not null)
);
create index notice_unit_by_unit on command.notice_unit (unit_id);
grant update on command.notice_unit to ${app};

-- Who read which edition, for which unit. Never changed: a new edition needs new ones.
create table command.receipt (
  notice_id    uuid not null references command.notice,
  edition      int not null,
  unit_id      uuid not null,
  account_id   uuid not null,
  account_name text not null,
  for_name     text,
  at           timestamptz not null,
  primary key (notice_id, edition, unit_id, account_id)
);

-- What units answered to a notice.
create table command.feedback (
  id        uuid primary key,
  notice_id uuid not null references command.notice,
  edition   int not null,
  unit_id   uuid not null,
  body      text not null,
  at        timestamptz not null,
  by_name   text not null,
  for_name  text
);
create index feedback_by_notice on command.feedback (notice_id, at desc);

-- Who may sign for whom, and until when. One deputy at a time.
create table command.deputy (
  principal_id uuid not null,
  deputy_id    uuid not null check (deputy_id <> principal_id),
  during       tstzrange not null check (not isempty(during)),
  set_by       text not null,
  set_at       timestamptz not null,
  primary key (principal_id, during without overlaps)
);
create index deputy_by_deputy on command.deputy (deputy_id);
grant update, delete on command.deputy to ${app};

-- What was done to what, by whom and for whom; the id is the audit entry's. Live screens follow it.
create table command.act (
  id         uuid primary key,
  at         timestamptz not null,
  xid        xid8 not null default pg_current_xact_id(),
  about      text not null check (about in ('upstream', 'directive', 'task', 'notice')),
  root_id    uuid not null,                 -- upstream, directive or notice that the page shows
  subject_id uuid not null,
  unit_id    uuid,
  what       text not null,
  note       text,
  percent    smallint,
  file_id    uuid references command.file,
  by_id      uuid not null,
  by_name    text not null,
  for_id     uuid,
  for_name   text
);
create index act_by_subject on command.act (subject_id, at, id);
create index act_by_xid on command.act (xid);
create index act_by_file on command.act (file_id) where file_id is not null;
