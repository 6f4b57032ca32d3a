-- Who stays with a child or with somebody who needs help. A carer without an order of their own came
-- along of their own will and is in the room all the same, until it is known that they are gone.
alter table isolation.isolation_order
  add column dependent     boolean not null default false,
  add column carer_id      uuid,
  add column carer_gone_at timestamptz,     -- world time; null: there
  add check (carer_id <> person_id),
  add check (carer_id is not null or carer_gone_at is null);
create index order_by_carer on isolation.isolation_order (carer_id)
  where carer_id is not null and state = 'ordered';
