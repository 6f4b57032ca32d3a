-- Whoever is inside stands in presence.inside alone: an entry writes no range and an exit writes one,
-- where each exit removed a range first. A piece cut at midnight doesn't say how the stay ends, so
-- that it needn't be written again when the person leaves days later.
delete from presence.stay where upper_inf(during);
update presence.stay stay
set ending = 'open', left_by = null
where ending <> 'open'
  and exists (select from presence.stay later
              where later.person_id = stay.person_id and later.level = stay.level
                and later.since = stay.since and later.day > stay.day);
alter table presence.stay add check (not upper_inf(during));
