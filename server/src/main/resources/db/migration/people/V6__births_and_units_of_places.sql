-- When a person was born, for modules that treat children otherwise; and whose people a place serves.
create view people.birth_ref as
  select id as person_id, birth_date from people.person where birth_date is not null;
create view people.place_unit_ref as
  select place_id, unit_id from people.place_unit;
