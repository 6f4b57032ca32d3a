-- One that was not answered, or broke off, may have arrived nevertheless.
alter table channels.attempt add column reason text;
