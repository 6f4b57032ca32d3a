-- Orders because of several diseases: one open order of each. Those that are there are of the only
-- one that there were rules for.
alter table isolation.isolation_order add column disease text;
update isolation.isolation_order set disease = 'covid-19';
alter table isolation.isolation_order alter column disease set not null;
drop index isolation.order_open;
create unique index order_open on isolation.isolation_order (person_id, disease)
  where state in ('proposed', 'ordered');
