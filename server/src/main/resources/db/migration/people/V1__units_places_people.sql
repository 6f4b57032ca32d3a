-- Units: one tree. The path is kept on the row, as names from the top, for screens and imports.
create table people.unit (
  id         uuid primary key,
  code       text not null unique check (length(code) between 1 and 40),
  name       text not null check (length(name) between 1 and 100),
  kind       text not null check (kind in ('district', 'group', 'subsidiary', 'department',
               'shift_team', 'project', 'enterprise', 'village', 'outside')),
  parent_id  uuid references people.unit,
  path       text not null,
  credit_code text,
  version    int not null default 1,
  check (parent_id <> id)
);
create index unit_parent on people.unit (parent_id);
create unique index unit_name_once on people.unit (coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), name);
grant update on people.unit to ${app};

-- Every unit with all above it and itself; made anew whenever the tree changes (it is small).
create table people.unit_closure (
  ancestor_id   uuid not null,
  descendant_id uuid not null,
  distance      int not null,
  primary key (ancestor_id, descendant_id)
);
create index unit_closure_up on people.unit_closure (descendant_id, ancestor_id);
grant delete on people.unit_closure to ${app};

-- Places on the schematic plan, 0..1000 by 0..600. A gate's enters_id is the zone it leads into.
create table people.place (
  id         uuid primary key,
  code       text not null unique check (length(code) between 1 and 40),
  name       text not null check (length(name) between 1 and 100),
  kind       text not null check (kind in ('park', 'plant', 'gate', 'plant_gate', 'checkpoint',
               'road_checkpoint', 'sampling_point', 'canteen', 'holding_room', 'isolation_site',
               'dormitory', 'room', 'steam_plant', 'heating_station', 'sewage_plant', 'shift_bus',
               'public_area')),
  parent_id  uuid references people.place,
  level      text not null check (level in ('park', 'plant', 'room', 'none')),
  enters_id  uuid references people.place,
  x          double precision check (x between 0 and 1000),
  y          double precision check (y between 0 and 600),
  lanes      text[] not null default '{}',
  version    int not null default 1,
  check (parent_id <> id),
  check (enters_id <> id)
);
create index place_parent on people.place (parent_id);
grant update on people.place to ${app};

-- Whose people are on the roster of a gate: those of these units and of all below them.
create table people.place_unit (
  place_id uuid not null references people.place,
  unit_id  uuid not null references people.unit,
  primary key (place_id, unit_id)
);
grant delete on people.place_unit to ${app};

-- Posts of a unit; a key post may never stand empty.
create table people.post (
  id       uuid primary key,
  unit_id  uuid not null references people.unit,
  name     text not null check (length(name) between 1 and 60),
  key_post boolean not null default false,
  unique (unit_id, name)
);
grant update on people.post to ${app};

create table people.household (
  id      uuid primary key,
  unit_id uuid not null references people.unit,
  code    text not null check (length(code) between 1 and 40),
  address text,
  unique (unit_id, code)
);

-- People. A provisional person was named by a fact and is not confirmed by anybody. alias_of leaves
-- room for merging: facts are never rewritten, a merged person points at the one that stays.
create table people.person (
  id             uuid primary key,
  name           text,
  initials       text,             -- pinyin initials, the surname's own reading
  initials_other text,             -- the other reading, if there is one
  sex            text check (sex in ('male', 'female')),
  birth_date     date,
  kind           text not null check (kind in ('employee', 'builder', 'enterprise_worker',
                   'resident', 'outside', 'visitor')),
  class_of_person text not null check (class_of_person in ('shift_worker', 'visitor', 'contractor',
                   'driver', 'villager')),
  unit_id        uuid references people.unit,
  post           text,
  home           text,
  party          text not null default 'none' check (party in ('member', 'league', 'none')),
  skills         text,
  badge          text,
  household_id   uuid references people.household,
  relation       text,
  provisional    boolean not null default false,
  alias_of       uuid references people.person,
  version        int not null default 1,
  recorded_at    timestamptz not null default now()
);
create index person_unit on people.person (unit_id, id);
create index person_name on people.person (name text_pattern_ops, id);
create index person_initials on people.person (initials text_pattern_ops);
create index person_initials_other on people.person (initials_other text_pattern_ops)
  where initials_other is not null;
create unique index person_badge on people.person (badge) where badge is not null;
create index person_household on people.person (household_id) where household_id is not null;
grant update on people.person to ${app};

-- Documents: sealed by the vault, found by its blind index. One document belongs to one person.
create table people.document (
  key        bytea primary key check (length(key) = 16),
  person_id  uuid not null references people.person,
  type       text not null check (type in ('resident_id', 'residence_permit',
               'home_return_permit', 'passport', 'other')),
  sealed     bytea not null,
  last4      bytea not null,
  recorded_at timestamptz not null default now()
);
create index document_person on people.document (person_id);
create index document_last4 on people.document (last4);

create table people.phone (
  person_id uuid not null references people.person,
  key       bytea not null check (length(key) = 16),
  sealed    bytea not null,
  last4     bytea not null,
  until     timestamptz,           -- no longer theirs since; null: theirs now
  recorded_at timestamptz not null default now(),
  primary key (person_id, key)
);
create index phone_key on people.phone (key);
create index phone_last4 on people.phone (last4) where until is null;
grant update on people.phone to ${app};

-- Who belonged to which unit and held which post, when. A person has one membership at a time.
create table people.membership (
  person_id uuid not null references people.person,
  unit_id   uuid not null references people.unit,
  post      text,
  class_of_person text not null,
  during    daterange not null,
  primary key (person_id, during without overlaps)
);
grant update on people.membership to ${app};

create table people.person_role (
  person_id uuid not null references people.person,
  role      text not null check (length(role) between 1 and 60),
  since     date not null,
  until     date,
  primary key (person_id, role, since)
);
grant update on people.person_role to ${app};

-- What changed on a person and through which import or act. No numbers in it, only which field.
create table people.person_change (
  person_id uuid not null,
  at        timestamptz not null,
  id        uuid not null,
  source    text not null,          -- import:<id> or account:<id> or fact
  what      text not null check (what in ('imported', 'changed', 'provisional')),
  fields    jsonb not null default '{}',
  primary key (person_id, at, id)
);

-- Reference views: the only tables of this module that others may join.
create view people.unit_ref as
  select id, code, name, kind, parent_id, path from people.unit;
create view people.place_ref as
  select p.id, p.code, p.name, p.kind, p.parent_id, p.level, p.enters_id,
         z.level as enters_level, p.x, p.y, p.lanes
  from people.place p left join people.place z on z.id = p.enters_id;
