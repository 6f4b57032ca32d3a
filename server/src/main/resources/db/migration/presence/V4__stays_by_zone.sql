-- Who was in the same zone, or came in with the same vehicle: all of an answer but the facts behind
-- it is in the index, so that a contact costs an index entry and no page of the table. A zone is
-- searched as a whole, a vehicle by the minute it was boarded.
create index stay_by_zone on presence.stay (zone_id, via_id, since) include (person_id, day, during);
