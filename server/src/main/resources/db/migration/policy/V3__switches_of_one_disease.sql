-- A switch may concern the rules of one disease alone; without one it concerns all.
alter table policy.switch add column disease text;
