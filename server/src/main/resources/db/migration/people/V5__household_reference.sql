-- Who lives together, for modules that treat a household as one.
create view people.household_ref as
  select id as person_id, household_id from people.person where household_id is not null;
