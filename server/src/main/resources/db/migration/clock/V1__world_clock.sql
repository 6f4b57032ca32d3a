-- World time = world_base + (wall now − wall_base) × rate. In real use world = wall.
create table clock.world (
  only_row   boolean primary key default true check (only_row),
  world_base timestamptz not null,
  wall_base  timestamptz not null,
  rate       double precision not null check (rate >= 0)
);
insert into clock.world (world_base, wall_base, rate) values (to_timestamp(0), to_timestamp(0), 1);
grant update on clock.world to ${app};
