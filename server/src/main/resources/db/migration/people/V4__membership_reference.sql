-- Reference views that others may join: who belonged where, and held which role, when.
create view people.membership_ref as
  select m.person_id, m.unit_id, m.post, m.class_of_person, m.during
  from people.membership m
  join people.person p on p.id = m.person_id
  where p.alias_of is null and not p.provisional;
create view people.person_role_ref as
  select person_id, role, since, until from people.person_role;
create view people.unit_closure_ref as
  select ancestor_id, descendant_id, distance from people.unit_closure;
