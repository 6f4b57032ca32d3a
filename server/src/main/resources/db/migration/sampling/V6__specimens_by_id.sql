-- A specimen can be undone and judged like a swab: it is looked for by its id.
create index specimen_by_id on sampling.specimen (id);
