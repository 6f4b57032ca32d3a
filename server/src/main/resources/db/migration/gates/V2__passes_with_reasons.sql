-- Few passes have a reason against them: a figure of fevers and its rows read those alone.
create index pass_with_reasons on gates.pass (at, id) where reasons is not null;
