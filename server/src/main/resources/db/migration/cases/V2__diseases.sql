-- Cases of several diseases. Those that are there are of the only one that there were rules for.
alter table cases.case_file add column disease text;
update cases.case_file set disease = 'covid-19';
alter table cases.case_file alter column disease set not null;

-- What a case definition asks for, by name: times in 24 hours, or 1 for there and 0 for not (JSON).
alter table cases.case_file
  add column signs             text not null default '{}',
  add column symptoms_ended_at timestamptz;

alter table cases.case_file drop constraint case_file_classification_check;
alter table cases.case_file add constraint case_file_classification_check
  check (classification in ('suspected', 'clinical', 'confirmed', 'asymptomatic'));

-- One open case of each disease.
drop index cases.case_open;
create unique index case_open on cases.case_file (person_id, disease) where state = 'open';
