-- The tables whose partitions are made ahead, and the one function that makes them.
create table storage.partitioned (
  table_name text primary key,               -- schema.table
  unit       text not null check (unit in ('day', 'month', 'uuid_month')),
  ahead      int  not null default 3,        -- units made ahead of the later of wall and world
  behind     int  not null default 2         -- units made behind, for facts that come late
);

-- A UUIDv7 starts with 48 bits of milliseconds: its range is a range of time.
create function storage.uuid_floor(at timestamptz) returns uuid
  language sql immutable strict
  as $$
    select (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-0000-0000-000000000000')::uuid
    from (select lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') as h) t
  $$;

-- Makes the partition that holds the given day; rows that waited in the DEFAULT partition move in.
create function storage.make_partition(target text, unit text, day date) returns void
  language plpgsql
  as $$
declare
  schema_name text := split_part(target, '.', 1);
  relation    text := split_part(target, '.', 2);
  first       date := case when unit = 'day' then day else date_trunc('month', day)::date end;
  last        date := case when unit = 'day' then day + 1
                           else (date_trunc('month', day) + interval '1 month')::date end;
  part        text := relation || to_char(first, case when unit = 'day' then '_YYYYMMDD' else '_YYYYMM' end);
  key_column  text;
  lower_bound text;
  upper_bound text;
begin
  if to_regclass(format('%I.%I', schema_name, part)) is not null then
    return;
  end if;
  select a.attname into key_column
  from pg_partitioned_table p
  join pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
  where p.partrelid = target::regclass;
  -- days are the park's local days
  if unit = 'uuid_month' then
    lower_bound := quote_literal(storage.uuid_floor(first::timestamp at time zone 'Asia/Shanghai'));
    upper_bound := quote_literal(storage.uuid_floor(last::timestamp at time zone 'Asia/Shanghai'));
  elsif (select a.atttypid = 'date'::regtype from pg_attribute a
         where a.attrelid = target::regclass and a.attname = key_column) then
    lower_bound := quote_literal(first);
    upper_bound := quote_literal(last);
  else
    lower_bound := quote_literal(first::timestamp at time zone 'Asia/Shanghai');
    upper_bound := quote_literal(last::timestamp at time zone 'Asia/Shanghai');
  end if;
  execute format('create table %I.%I (like %s including defaults including constraints)',
                 schema_name, part, target);
  execute format('lock table %I.%I in share row exclusive mode', schema_name, relation || '_default');
  execute format(
    'with moved as (delete from %1$I.%2$I where %3$I >= %4$s and %3$I < %5$s returning *)
     insert into %1$I.%6$I select * from moved',
    schema_name, relation || '_default', key_column, lower_bound, upper_bound, part);
  execute format('alter table %s attach partition %I.%I for values from (%s) to (%s)',
                 target, schema_name, part, lower_bound, upper_bound);
end $$;

-- Called by a module's migration once for each hot table.
create function storage.keep_partitions(target text, unit text, ahead int default 3, behind int default 2)
  returns void
  language plpgsql
  as $$
begin
  insert into storage.partitioned values (target, unit, ahead, behind);
  execute format('create table %I.%I partition of %s default',
                 split_part(target, '.', 1), split_part(target, '.', 2) || '_default', target);
end $$;

-- Makes every kept table's partitions around a moment.
create function storage.make_partitions(around date) returns void
  language sql
  as $$
    select storage.make_partition(
      p.table_name, p.unit,
      (case when p.unit = 'day' then around + g.n
            else (around + make_interval(months => g.n))::date end))
    from storage.partitioned p, generate_series(-p.behind, p.ahead) as g(n)
  $$;
revoke execute on all functions in schema storage from public, ${app};
grant execute on function storage.uuid_floor(timestamptz) to ${app};
