-- The last switch of rules that an order in force went over to; null: none since it was filed.
alter table isolation.isolation_order add column switched_at timestamptz;
create index order_by_rules on isolation.isolation_order (coalesce(switched_at, rules_of), id)
  where state = 'ordered';
