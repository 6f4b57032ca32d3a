-- Between preview and commit a fact may have named a person of a staged row: the row then changes
-- that person instead of making another one.
grant update on people.import_row to ${app};
