-- Which duties a fact or an act led to.
create index duty_by_cause on duties.duty (cause) where cause is not null;
