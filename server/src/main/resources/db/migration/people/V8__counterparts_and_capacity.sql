-- A and B of a post (A/B 角): who stands in for somebody names the other's badge, as rosters do; one
-- of the two is enough, in whichever order they come in. Kept as stated: the other may come later.
alter table people.person add column counterpart text check (length(counterpart) between 1 and 40);
create index person_counterpart on people.person (counterpart) where counterpart is not null;
alter table people.import_row add column counterpart text;

-- Who is to be kept apart so that a post never loses both, for modules that put people together.
create view people.counterpart_ref as
  select p.id as person_id, o.id as counterpart_id
  from people.person p join people.person o on o.badge = p.counterpart and o.id <> p.id
  where p.alias_of is null and o.alias_of is null
  union
  select o.id, p.id
  from people.person p join people.person o on o.badge = p.counterpart and o.id <> p.id
  where p.alias_of is null and o.alias_of is null;

-- How many people a place holds, as a bedroom; null: not known.
alter table people.place add column capacity int check (capacity between 1 and 9999);
create or replace view people.place_ref as
  select p.id, p.code, p.name, p.kind, p.parent_id, p.level, p.enters_id,
         z.level as enters_level, p.x, p.y, p.lanes, p.capacity
  from people.place p left join people.place z on z.id = p.enters_id;
