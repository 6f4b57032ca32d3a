-- Where people live, and what post they hold, for modules that ask who lives in an area.
create view people.home_ref as
  select p.id as person_id, p.unit_id, p.post, coalesce(k.key_post, false) as key_post,
         coalesce(h.address, p.home) as home
  from people.person p
  left join people.household h on h.id = p.household_id
  left join people.post k on k.unit_id = p.unit_id and k.name = p.post
  where p.alias_of is null and coalesce(h.address, p.home) is not null;
