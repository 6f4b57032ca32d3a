-- Partitions made ahead take over generated columns, too.
create or replace function storage.make_partition(target text, unit text, day date) returns void
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
  written     text;
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
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into written
  from pg_attribute a
  where a.attrelid = target::regclass and a.attnum > 0 and not a.attisdropped
    and a.attgenerated = '';
  execute format('create table %I.%I (like %s including defaults including constraints including generated)',
                 schema_name, part, target);
  execute format('lock table %I.%I in share row exclusive mode', schema_name, relation || '_default');
  execute format(
    'with moved as (delete from %1$I.%2$I where %3$I >= %4$s and %3$I < %5$s returning *)
     insert into %1$I.%6$I (%7$s) select %7$s from moved',
    schema_name, relation || '_default', key_column, lower_bound, upper_bound, part, written);
  execute format('alter table %s attach partition %I.%I for values from (%s) to (%s)',
                 target, schema_name, part, lower_bound, upper_bound);
end $$;
