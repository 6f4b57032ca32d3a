-- That a positive or grey result was reported: to whom, when, by whom. Never changed.
create table sampling.tube_report (
  id        uuid primary key,
  tube      text not null,
  results   uuid[] not null,          -- those in force then
  told      text not null,            -- authority or person that was told
  told_at   timestamptz not null,
  note      text,
  made_at   timestamptz not null,     -- world time
  by_id     uuid not null,
  by_name   text not null
);
create index tube_report_by_tube on sampling.tube_report (tube, told_at);
