-- Whether nothing but an official code is behind it: what the code shows next goes before it.
alter table status.current add column by_code boolean not null default false;
