-- Duties that were made, or handed on, while what discharges them may just have been recorded: that
-- transaction couldn't see ours, nor we it. They are looked at once more after both have ended.
create table duties.again (
  id     bigint generated always as identity primary key,
  duties uuid[] not null
);
grant update, delete on duties.again to ${app};
