-- What was waived because the plan changed stands again when the plan changes back: its row doesn't
-- keep the new one out.
drop index duties.duty_once;
create unique index duty_once on duties.duty (kind, key, day)
  where state <> 'passed_on' and (state <> 'waived' or reason is distinct from 'planned_anew');
