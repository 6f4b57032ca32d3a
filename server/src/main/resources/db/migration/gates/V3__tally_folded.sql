-- Under load each commit brings rows of its own; those of a minute are folded into one a kind, so
-- that a day is counted from thousands of rows, however many came.
grant delete on gates.tally to ${app};
create index tally_by_time on gates.tally (at);
drop index gates.tally_by_xid; -- nobody follows it
