-- Somebody to be brought somewhere 转运: asked for by an order of isolation or by hand.
create table transfers.transfer (
  id           uuid primary key,               -- made by the client where asked by hand
  person_id    uuid not null,
  unit_id      uuid,                           -- the person's when it was asked for: who may see it
  order_id     uuid,                           -- of isolation: told of the arrival
  cause        uuid unique,                    -- the filing that asked for it: once; null: by hand
  from_place   text check (length(from_place) between 1 and 200),
  to_place     text check (length(to_place) between 1 and 200),   -- null: the order's site
  room_id      uuid,                           -- of the site; null: not given yet
  asked_at     timestamptz not null,           -- world time, like all here
  asked_by     text not null,
  due_at       timestamptz,                    -- null: no rule gives a deadline
  note         text check (length(note) between 1 and 300),
  state        text not null check (state in ('waiting', 'under_way', 'arrived', 'cancelled')),
  vehicle      text check (length(vehicle) between 1 and 50),
  officer      text check (length(officer) between 1 and 100),
  picked_up_at timestamptz,
  ended_at     timestamptz,                    -- arrived or cancelled
  ended_by     text,
  why          text check (length(why) between 1 and 300),   -- words, or a code of ours
  version      int not null default 1,
  check ((state in ('waiting', 'under_way')) = (ended_at is null)),
  check (state <> 'waiting' or picked_up_at is null),
  check (state <> 'under_way' or (picked_up_at is not null and officer is not null)),
  check ((state = 'cancelled') = (why is not null)),
  -- whoever is under way when the order ends is still to be brought somewhere; where to, is said at
  -- the arrival
  check (state in ('under_way', 'cancelled') or to_place is not null or order_id is not null)
);
create unique index transfer_open on transfers.transfer (person_id)
  where state in ('waiting', 'under_way');
create index transfer_open_by_order on transfers.transfer (order_id)
  where state in ('waiting', 'under_way');
create index transfer_open_by_due on transfers.transfer
  (coalesce(due_at, timestamptz '9999-01-01 00:00:00+00'), id)
  where state in ('waiting', 'under_way');
create index transfer_ended on transfers.transfer (state, ended_at desc, id desc)
  where state in ('arrived', 'cancelled');
grant update (order_id, to_place, room_id, state, vehicle, officer, picked_up_at, ended_at, ended_by, why,
  version) on transfers.transfer to ${app};
