-- The steps are the editions' to say; this table holds those in force, for duties to climb by.
grant update, delete on duties.ladder_step to ${app};
