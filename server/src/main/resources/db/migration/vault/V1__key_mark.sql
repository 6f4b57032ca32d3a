-- Which keys the sealed values of this database belong to: a keyed hash of a constant, no secret.
create table vault.key_mark (
  only_row boolean primary key default true check (only_row),
  mark     bytea not null
);
