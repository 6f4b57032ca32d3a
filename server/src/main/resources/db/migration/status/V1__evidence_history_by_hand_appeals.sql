-- What modules know of persons. Never changed, never deleted; the same id again is the same item.
create table status.evidence (
  person_id   uuid not null,
  id          uuid not null,
  kind        text not null,
  detail      text not null,              -- JSON: words the edition asks for
  at          timestamptz not null,       -- when it was so; the edition of that time judges it
  until_at    timestamptz,
  source      text not null,
  cause       uuid not null,
  recorded_at timestamptz not null,       -- world time
  actor_kind  text not null,
  actor_id    uuid not null,
  actor_name  text not null,
  primary key (person_id, id)
);
create index evidence_by_id on status.evidence (id);

-- Evidence that counts no longer, as if it had never been; the row above stays.
create table status.withdrawal (
  person_id   uuid not null,
  evidence_id uuid not null,
  at          timestamptz not null,       -- world time
  reason      text not null,
  cause       uuid,
  actor_kind  text not null,
  actor_id    uuid not null,
  actor_name  text not null,
  primary key (person_id, evidence_id)
);

-- One row a person who ever had evidence: whoever evaluates a person holds it until the commit.
create table status.person (
  person_id uuid primary key,
  version   bigint not null default 1
) with (fillfactor = 70);
grant update on status.person to ${app};

-- The history in both times. valid: when it holds in the world. recorded: since when, and until
-- when, we thought so. Of what we think now no two rows of a person overlap. Nobody is free by a
-- row: where there is none, there is no restriction.
create table status.history (
  person_id uuid not null,
  seq       bigint generated always as identity,
  valid     tstzrange not null check (not isempty(valid) and not lower_inf(valid)),
  recorded  tstzrange not null check (not isempty(recorded) and not lower_inf(recorded)),
  level     text not null check (level in ('watched', 'test_first', 'held', 'barred')),
  labels    text[] not null,
  reasons   text not null check (reasons like '[{%'),   -- JSON: evidence, rule, edition; never none
  primary key (person_id, seq),
  constraint known_history_never_overlaps
    exclude using gist (person_id with =, valid with &&) where (upper_inf(recorded))
);
create index history_known on status.history (person_id) where upper_inf(recorded);

-- The application may close what it recorded, once, and nothing else.
grant update (recorded) on status.history to ${app};
create function status.only_closed_once() returns trigger language plpgsql as $$
begin
  raise exception 'a recorded status is closed once and never changed';
end $$;
create trigger only_closed_once before update on status.history for each row
  when (not upper_inf(old.recorded) or upper_inf(new.recorded)
        or lower(new.recorded) <> lower(old.recorded))
  execute function status.only_closed_once();

-- Who is not free now, or won't be by what is known already; made anew from the history at any time.
create table status.current (
  person_id      uuid primary key,
  unit_id        uuid,
  level          text not null check (level in ('free', 'watched', 'test_first', 'held', 'barred')),
  labels         text[] not null,
  since          timestamptz not null,    -- since when the level holds
  until_at       timestamptz,             -- when the level ends by itself
  next_change_at timestamptz              -- when anything of it changes
);
create index current_due on status.current (next_change_at) where next_change_at is not null;
create index current_newest on status.current (since desc, person_id desc);
create index current_by_unit on status.current (unit_id);
grant update, delete on status.current to ${app};

-- How far the clock has moved them.
create table status.progress (
  only_row boolean primary key default true check (only_row),
  world_at timestamptz not null default '-infinity'
);
insert into status.progress default values;
grant update on status.progress to ${app};

-- By which editions everybody was judged; when these change, everybody is judged anew.
create table status.judged (
  only_row boolean primary key default true check (only_row),
  editions text not null default '',      -- digest of the snapshots; '' never
  wanted   text not null default '',      -- digest by which everybody is being judged
  reached  uuid                           -- last person judged by it
);
insert into status.judged default values;
grant update on status.judged to ${app};

-- A status by hand: proposed by one, confirmed by another, with an end.
create table status.by_hand (
  id            uuid primary key,
  person_id     uuid not null,
  unit_id       uuid,
  level         text not null check (level in ('watched', 'test_first', 'held', 'barred')),
  reason        text not null,            -- a word of the edition's closed list
  note          text not null,
  until_at      timestamptz not null check (until_at > proposed_at),
  proposed_at   timestamptz not null,
  proposed_by   uuid not null,
  proposer      text not null,
  state         text not null check (state in ('proposed', 'confirmed', 'refused', 'ended')),
  decided_at    timestamptz,
  decided_by    uuid,
  decider       text,
  decision      text,
  check ((state = 'proposed') = (decided_by is null)),
  check (decided_by <> proposed_by)
);
create unique index by_hand_proposed_once on status.by_hand (person_id) where state = 'proposed';
create index by_hand_newest on status.by_hand (proposed_at desc, id desc);
grant update on status.by_hand to ${app};

-- The key to a person's own page; only its digest is kept.
create table status.page_key (
  digest      bytea primary key,
  person_id   uuid not null,
  issued_at   timestamptz not null,       -- wall time, as all of these
  issued_by   uuid not null,
  issuer      text not null,
  expires_at  timestamptz not null,
  revoked_at  timestamptz,
  revoked_by  text
);
create index page_key_by_person on status.page_key (person_id);
grant update on status.page_key to ${app};

create table status.appeal (
  id          uuid primary key,
  person_id   uuid not null,
  unit_id     uuid,
  evidence    uuid[] not null check (cardinality(evidence) > 0),   -- what it is against
  decided_before uuid[] not null,         -- accounts that decided about it: none of them decides now
  level       text not null,
  text        text not null,
  made_at     timestamptz not null,
  due_at      timestamptz not null,
  state       text not null check (state in ('open', 'accepted', 'rejected')),
  decided_at  timestamptz,
  decided_by  uuid,
  decider     text,
  answer      text,
  check ((state = 'open') = (decided_by is null)),
  check (not (decided_by = any (decided_before)))
);
create unique index appeal_open_once on status.appeal (person_id) where state = 'open';
create index appeal_newest on status.appeal (made_at desc, id desc);
create index appeal_by_person on status.appeal (person_id, made_at desc);
grant update on status.appeal to ${app};
