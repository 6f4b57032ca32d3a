-- A trip card may speak against a declaration as a whole; n is 0 then.
alter table screening.hit drop constraint hit_reason_check;
alter table screening.hit add constraint hit_reason_check
  check (reason in ('present', 'differs', 'trip_card'));
