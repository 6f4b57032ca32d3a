-- Risk areas as the authority lists them, and how their level changed. A place is a list of its
-- parts, the widest first: province, city, county, town, village.
create table screening.area (
  id       uuid primary key,
  name     text not null,                   -- as written
  parts    text[] not null check (cardinality(parts) > 0),
  made_at  timestamptz not null,            -- world time
  made_by  text not null
);
create unique index area_once on screening.area (name);

create table screening.area_level (
  id          uuid primary key,
  area_id     uuid not null references screening.area,
  level       text not null check (level in ('high', 'medium', 'low')),
  zone        text not null check (zone in ('none', 'sealed', 'controlled', 'precaution')),
  from_at     timestamptz not null,         -- world time
  until_at    timestamptz,                  -- lifted, or another level since
  document    text not null,                -- the authority's
  listed_at   timestamptz not null,
  listed_by   text not null,
  lifted_by   text,
  check (until_at is null or until_at >= from_at)
);
create unique index level_now on screening.area_level (area_id) where until_at is null;
create index level_by_time on screening.area_level (from_at desc, id desc);
grant update on screening.area_level to ${app};

-- What somebody declared, once. A later declaration stands beside the earlier one.
create table screening.declaration (
  id           uuid primary key,            -- of the fact
  person_id    uuid not null,
  unit_id      uuid,
  at           timestamptz not null,        -- world time
  recorded_at  timestamptz not null,
  contact      boolean not null,            -- says: was near somebody infected
  note         text,
  by_name      text not null
);
create index declaration_by_person on screening.declaration (person_id, at desc);
create index declaration_by_time on screening.declaration (at desc, id desc);

create table screening.stay (
  declaration_id uuid not null references screening.declaration,
  n              int not null,
  person_id      uuid not null,
  place          text not null,             -- as declared
  parts          text[] not null,
  from_day       date not null,
  until_day      date not null check (until_day >= from_day),
  transport      text,
  primary key (declaration_id, n)
);
create index stay_by_parts on screening.stay using gin (parts);

-- Who was in an area, lives in one, declared a contact, or declared what something speaks against:
-- found by itself, judged by a person.
create table screening.hit (
  id             uuid primary key,
  person_id      uuid not null,
  unit_id        uuid,
  kind           text not null check (kind in ('stay', 'home', 'contact', 'contradiction')),
  level_id       uuid references screening.area_level,
  declaration_id uuid references screening.declaration,
  n              int,
  certain        boolean not null,          -- false: declared less closely than the area is drawn
  reason         text check (reason in ('present', 'differs')),   -- what speaks against a declaration
  found_at       timestamptz not null,
  state          text not null check (state in ('open', 'confirmed', 'dismissed', 'over')),
  evidence       uuid,                      -- given to the status
  judged_at      timestamptz,
  judged_by      text,
  note           text,
  check ((kind in ('contact', 'contradiction')) = (level_id is null)),
  check ((kind = 'contradiction') = (reason is not null)),
  check ((kind = 'home') = (declaration_id is null))
);
create unique index hit_of_stay on screening.hit (level_id, declaration_id, n) where kind = 'stay';
create unique index hit_of_home on screening.hit (level_id, person_id) where kind = 'home';
create unique index hit_of_contact on screening.hit (declaration_id) where kind = 'contact';
create unique index hit_of_contradiction on screening.hit (declaration_id, n, reason)
  where kind = 'contradiction';
create index hit_page on screening.hit (state, found_at desc, id desc);
create index hit_by_person on screening.hit (person_id);
grant update on screening.hit to ${app};
