-- Positives of a person whose case was open already. A case opened by hand is confirmed by them; a
-- finding that is withdrawn is taken out again.
alter table cases.case_file add column later_positives uuid[] not null default '{}';
create index case_by_later_positives on cases.case_file using gin (later_positives);
