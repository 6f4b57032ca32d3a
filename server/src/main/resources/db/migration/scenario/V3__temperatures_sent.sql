-- Readings as they were sent: fevers are counted from them, not from what the server made of them.
alter table scenario.sent add column temperatures numeric(4, 1)[];
