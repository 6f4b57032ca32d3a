package org.shouwang.people;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.DoubleConsumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Takes the staged rows of an import in: a few statements over all rows, in one transaction. */
@Repository
class ImportCommitStore {

  private static final String UNITS =
      """
      insert into people.unit (id, code, name, kind, parent_id, path, credit_code)
      select person_id, record->>'code', record->>'name', record->>'kind',
        (record->>'parentId')::uuid, record->>'path', record->>'creditCode'
      from people.import_row
      where import_id = :import and record->>'what' = 'unit' and state in ('new', 'changed')
      on conflict (id) do update set name = excluded.name, kind = excluded.kind,
        parent_id = excluded.parent_id, credit_code = excluded.credit_code,
        version = unit.version + 1
      """;

  private static final String PLACES =
      """
      insert into people.place (id, code, name, kind, parent_id, level, enters_id, x, y, lanes,
        capacity)
      select person_id, record->>'code', record->>'name', record->>'kind',
        (record->>'parentId')::uuid, record->>'level', (record->>'entersId')::uuid,
        (record->>'x')::float8, (record->>'y')::float8,
        array(select jsonb_array_elements_text(record->'lanes')), (record->>'capacity')::int
      from people.import_row
      where import_id = :import and record->>'what' = 'place' and state in ('new', 'changed')
      on conflict (id) do update set name = excluded.name, kind = excluded.kind,
        parent_id = excluded.parent_id, level = excluded.level, enters_id = excluded.enters_id,
        x = excluded.x, y = excluded.y, lanes = excluded.lanes, capacity = excluded.capacity,
        version = place.version + 1
      """;

  private static final String CLEAR_PLACE_UNITS =
      """
      delete from people.place_unit where place_id in (
        select person_id from people.import_row
        where import_id = :import and record->>'what' = 'place' and state = 'changed')
      """;

  private static final String PLACE_UNITS =
      """
      insert into people.place_unit (place_id, unit_id)
      select r.person_id, u.id::uuid
      from people.import_row r, jsonb_array_elements_text(r.record->'units') as u(id)
      where r.import_id = :import and r.record->>'what' = 'place' and r.state in ('new', 'changed')
      on conflict do nothing
      """;

  /** A fact may have named the person since the preview: change that one, make no other. */
  private static final String NAMED_MEANWHILE =
      """
      update people.import_row r
      set person_id = d.person_id, state = 'changed', changes = '{"provisional": ["true", "false"]}'
      from people.document d
      where r.import_id = :import and r.state = 'new' and d.key = r.doc_key
      """;

  private static final String HOUSEHOLDS =
      """
      insert into people.household (id, unit_id, code, address)
      select gen_random_uuid(), unit_id, household, min(home)
      from people.import_row
      where import_id = :import and state in ('new', 'changed') and household is not null
      group by unit_id, household
      on conflict do nothing
      """;

  private static final String POSTS =
      """
      insert into people.post (id, unit_id, name, key_post)
      select gen_random_uuid(), unit_id, post, bool_or(coalesce(key_post, false))
      from people.import_row
      where import_id = :import and state in ('new', 'changed') and post is not null
      group by unit_id, post
      on conflict (unit_id, name) do update set key_post = post.key_post or excluded.key_post
      """;

  private static final String PERSONS =
      """
      insert into people.person (id, name, initials, initials_other, sex, birth_date, kind,
        class_of_person, unit_id, post, home, party, skills, badge, counterpart, household_id,
        relation)
      select r.person_id, r.name, r.initials, r.initials_other, r.sex, r.birth_date, r.kind,
        r.class_of_person, r.unit_id, r.post, r.home, coalesce(r.party, 'none'), r.skills, r.badge,
        r.counterpart, h.id, r.relation
      from people.import_row r
      left join people.household h on h.unit_id = r.unit_id and h.code = r.household
      where r.import_id = :import and r.state = 'new' and r.doc_key is not null
      """;

  private static final String CHANGED =
      """
      update people.person p
      set name = r.name, initials = r.initials, initials_other = r.initials_other,
        sex = coalesce(r.sex, p.sex), birth_date = coalesce(r.birth_date, p.birth_date),
        kind = r.kind, class_of_person = r.class_of_person, unit_id = r.unit_id,
        post = coalesce(r.post, p.post), home = coalesce(r.home, p.home),
        party = coalesce(r.party, p.party), skills = coalesce(r.skills, p.skills),
        badge = coalesce(r.badge, p.badge),
        counterpart = coalesce(r.counterpart, p.counterpart), household_id = coalesce(h.id, p.household_id),
        relation = coalesce(r.relation, p.relation), provisional = false, version = p.version + 1
      from people.import_row r
      left join people.household h on h.unit_id = r.unit_id and h.code = r.household
      where r.import_id = :import and r.state = 'changed' and r.doc_key is not null
        and p.id = r.person_id
      """;

  private static final String DOCUMENTS =
      """
      insert into people.document (key, person_id, type, sealed, last4)
      select doc_key, person_id, doc_type, doc_sealed, doc_last4
      from people.import_row
      where import_id = :import and state = 'new' and doc_key is not null
      """;

  private static final String OLD_PHONES =
      """
      update people.phone f set until = now()
      from people.import_row r
      where r.import_id = :import and r.state = 'changed' and r.phone_key is not null
        and f.person_id = r.person_id and f.key <> r.phone_key and f.until is null
      """;

  private static final String PHONES =
      """
      insert into people.phone (person_id, key, sealed, last4)
      select person_id, phone_key, phone_sealed, phone_last4
      from people.import_row
      where import_id = :import and state in ('new', 'changed') and phone_key is not null
      on conflict (person_id, key) do update set until = null where phone.until is not null
      """;

  private static final String LEAVE =
      """
      update people.membership m set during = daterange(lower(m.during), :today::date)
      from people.import_row r
      where r.import_id = :import and r.state = 'changed' and r.unit_id is not null
        and m.person_id = r.person_id and upper_inf(m.during) and lower(m.during) < :today
        and (m.unit_id <> r.unit_id or m.post is distinct from coalesce(r.post, m.post)
             or m.class_of_person <> r.class_of_person)
      """;

  private static final String MOVE_TODAY =
      """
      update people.membership m
      set unit_id = r.unit_id, post = coalesce(r.post, m.post), class_of_person = r.class_of_person
      from people.import_row r
      where r.import_id = :import and r.state = 'changed' and r.unit_id is not null
        and m.person_id = r.person_id and upper_inf(m.during)
      """;

  private static final String JOIN =
      """
      insert into people.membership (person_id, unit_id, post, class_of_person, during)
      select r.person_id, r.unit_id, r.post, r.class_of_person, daterange(:today::date, null)
      from people.import_row r
      where r.import_id = :import and r.doc_key is not null
        and (r.state = 'new' or (r.state = 'changed' and not exists (
          select from people.membership m
          where m.person_id = r.person_id and upper_inf(m.during))))
      """;

  private static final String ROLES =
      """
      insert into people.person_role (person_id, role, since)
      select r.person_id, r.role, :today::date
      from people.import_row r
      where r.import_id = :import and r.state in ('new', 'changed') and r.role is not null
        and not exists (select from people.person_role p
          where p.person_id = r.person_id and p.role = r.role and p.until is null)
      """;

  private static final String HISTORY =
      """
      insert into people.person_change (person_id, at, id, source, what, fields)
      select person_id, :at, gen_random_uuid(), 'import:' || :import::text,
        case state when 'new' then 'imported' else 'changed' end, coalesce(changes, '{}')
      from people.import_row
      where import_id = :import and state in ('new', 'changed') and doc_key is not null
      """;

  private static final String SUSPECTS =
      """
      insert into people.suspected_duplicate (person_id, other_id, reason, import_id)
      select person_id, (record->>'other')::uuid, record->>'why', import_id
      from people.import_row
      where import_id = :import and suspect and state = 'new' and record->>'other' is not null
      on conflict do nothing
      """;

  private static final String DROP_TAKEN =
      "delete from people.import_row where import_id = :import and reasons is null";

  private static final List<String> STEPS =
      List.of(
          NAMED_MEANWHILE,
          HOUSEHOLDS,
          POSTS,
          PERSONS,
          CHANGED,
          DOCUMENTS,
          OLD_PHONES,
          PHONES,
          LEAVE,
          MOVE_TODAY,
          JOIN,
          ROLES,
          HISTORY,
          SUSPECTS,
          DROP_TAKEN);

  private final JdbcClient jdbc;
  private final UnitStore units;

  ImportCommitStore(JdbcClient jdbc, UnitStore units) {
    this.jdbc = jdbc;
    this.units = units;
  }

  void commit(UUID importId, LocalDate today, OffsetDateTime at, DoubleConsumer progress) {
    if (run(UNITS, importId, today, at) > 0) {
      units.settle();
    }
    run(PLACES, importId, today, at);
    run(CLEAR_PLACE_UNITS, importId, today, at);
    run(PLACE_UNITS, importId, today, at);
    for (int i = 0; i < STEPS.size(); i++) {
      run(STEPS.get(i), importId, today, at);
      progress.accept(0.6 + 0.38 * (i + 1) / STEPS.size());
    }
  }

  private int run(String statement, UUID importId, LocalDate today, OffsetDateTime at) {
    JdbcClient.StatementSpec spec = jdbc.sql(statement).param("import", importId);
    if (statement.contains(":today")) {
      spec = spec.param("today", today);
    }
    if (statement.contains(":at")) {
      spec = spec.param("at", at);
    }
    return spec.update();
  }
}
