-- UUIDs made in the same second are alike in their high bits, and a GiST index can't tell them
-- apart there: its pages overlapped until each insert searched most of the index. A hash in front
-- spreads persons evenly.
alter table presence.stay drop constraint stay_pkey;
alter table presence.stay
  add column person_hash bigint not null generated always as (uuid_hash_extended(person_id, 0)) stored;
alter table presence.stay
  add primary key (person_hash, person_id, level, day, during without overlaps);
