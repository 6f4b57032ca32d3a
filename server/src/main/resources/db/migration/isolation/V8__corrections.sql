-- A reading that stands in place of an earlier one of the same half-day; both stay.
alter table isolation.reading
  add column corrects uuid,
  add foreign key (order_id, corrects) references isolation.reading;
