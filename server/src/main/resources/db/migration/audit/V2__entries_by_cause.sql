-- What followed from a fact or an act is found by its cause.
create index entry_by_cause on audit.entry (cause) where cause is not null;
