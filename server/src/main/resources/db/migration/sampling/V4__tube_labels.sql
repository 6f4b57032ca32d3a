-- Numbers of the tube labels that the park prints itself. A number is never given twice.
create sequence sampling.tube_label;
grant usage on sequence sampling.tube_label to ${app};
