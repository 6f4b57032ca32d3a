-- What was taken from a person to be tested for a certain disease that isn't the principal one. It
-- has a tube of its own; its way and results are those of any tube. It counts for no round.
create table sampling.specimen (
  person_id   uuid not null,
  at          timestamptz not null,
  id          uuid not null,
  recorded_at timestamptz not null,
  tube        text not null,
  disease     text not null,
  kind        text not null check (kind in ('stool', 'anal_swab', 'vomitus', 'throat', 'nose',
                'blood', 'other')),
  place_id    uuid not null,
  unit_id     uuid,
  taken_by    text not null,
  note        text,
  primary key (person_id, at, id)
);
create index specimen_by_tube on sampling.specimen (tube);

-- What a result says of which disease; null: the principal one.
alter table sampling.given add column disease text;
