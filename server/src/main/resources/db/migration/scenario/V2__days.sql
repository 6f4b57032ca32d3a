-- Days are played too: facts of other types, and what is done by hand over the interface.
alter table scenario.sent
  add column type text not null default 'gates.pass',
  alter column place_id drop not null,
  alter column direction drop not null;
create index sent_by_time on scenario.sent (at);

-- What was done through the interface besides handing in facts: directives, notices, reports.
create table scenario.act (
  no     bigint generated always as identity primary key,
  at     timestamptz not null,          -- world
  what   text not null,                 -- kind of act
  id     text,                          -- of what it made, as the answer said
  detail text not null default ''
);
