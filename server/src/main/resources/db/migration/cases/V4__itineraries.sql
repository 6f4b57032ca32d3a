-- Where somebody with a case says to have been 流调行程; the park's own records are read beside it.
create table cases.itinerary_stop (
  case_id     uuid not null references cases.case_file (id),
  id          uuid not null,
  from_at     timestamptz not null,
  until_at    timestamptz not null,
  place_id    uuid,                            -- of the park
  place       text check (length(place) between 1 and 500),
  transport   text check (length(transport) between 1 and 500),
  note        text check (length(note) between 1 and 500),
  source      text not null check (source in ('interview', 'video', 'payment', 'phone', 'document')),
  by_name     text not null,
  recorded_at timestamptz not null,
  struck_at   timestamptz,                     -- said to be wrong, and by whom and why; it stays
  struck_by   text,
  struck_why  text check (length(struck_why) between 1 and 500),
  primary key (case_id, id),
  check (from_at <= until_at),
  check (num_nonnulls(place_id, place) >= 1),
  check (num_nonnulls(struck_at, struck_by, struck_why) in (0, 3))
);
grant update (struck_at, struck_by, struck_why) on cases.itinerary_stop to ${app};
