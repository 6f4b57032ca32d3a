package org.shouwang.people;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.ObjectMapper;

/** Stages rows of imports, thousands at a time, and looks up whom they name. */
@Repository
class ImportRowStore {

  private static final String STAGE =
      """
      copy people.import_row (import_id, number, sheet, line, state, suspect, reasons, cells,
        person_id, name, initials, initials_other, sex, birth_date, kind, class_of_person, unit_id,
        post, key_post, home, party, skills, badge, counterpart, household, relation, role, doc_type, doc_key,
        doc_sealed, doc_last4, phone_key, phone_sealed, phone_last4, changes, record) from stdin
      """;

  private static final String KNOWN =
      """
      select d.key, p.id, p.name, p.sex, p.birth_date, p.kind, p.class_of_person, p.unit_id, p.home,
        p.post, p.party, p.skills, p.badge, p.counterpart, h.code, p.relation, p.provisional,
        (select string_agg(encode(f.key, 'hex'), ',') from people.phone f
         where f.person_id = p.id and f.until is null)
      from people.document d
      join people.person o on o.id = d.person_id
      join people.person p on p.id = coalesce(o.alias_of, o.id)
      left join people.household h on h.id = p.household_id
      where d.key = any(:keys)
      """;

  private static final String SAME_NAME_AND_BIRTH =
      """
      select t.n, p.id
      from unnest(:rows, :names, :births) as t(n, name, birth)
      join people.person p on p.name = t.name and p.birth_date = t.birth
      where not p.provisional
      """;

  private static final String SAME_PHONE =
      """
      select encode(f.key, 'hex'), f.person_id, h.code
      from people.phone f join people.person p on p.id = f.person_id
      left join people.household h on h.id = p.household_id
      where f.key = any(:keys) and f.until is null and not p.provisional
      """;

  private static final String SAME_BADGE =
      "select badge, id from people.person where badge = any(:badges)";

  private static final String CLEAR = "delete from people.import_row where import_id = :import";

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final ObjectMapper json;

  ImportRowStore(JdbcTemplate template, JdbcClient jdbc, ObjectMapper json) {
    this.template = template;
    this.jdbc = jdbc;
    this.json = json;
  }

  void clear(UUID importId) {
    jdbc.sql(CLEAR).param("import", importId).update();
  }

  void stage(UUID importId, List<StagedRow> rows) {
    CopyRows copy = new CopyRows();
    rows.forEach(row -> write(copy, importId, row));
    if (copy.isEmpty()) {
      return;
    }
    template.execute((Connection connection) -> {
      try {
        return connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(STAGE, new StringReader(copy.take()));
      } catch (IOException e) {
        throw new UncheckedIOException("rows could not be staged", e);
      }
    });
  }

  private void write(CopyRows copy, UUID importId, StagedRow row) {
    copy.value(importId).value(row.number()).value(row.row().sheet()).value(row.row().line());
    copy.value(row.state()).value(row.suspect());
    copy.value(row.reasons().isEmpty() ? null : json.writeValueAsString(row.reasons()));
    copy.value(row.cells()).value(row.id());
    PersonDraft draft = "bad".equals(row.state()) ? null : row.draft();
    if (draft == null) {
      for (int i = 0; i < 25; i++) {
        copy.value(null);
      }
    } else {
      write(copy, draft);
      write(copy, draft, row);
    }
    copy.value(row.changes()).value("bad".equals(row.state()) ? null : row.record());
    copy.end();
  }

  private static void write(CopyRows copy, PersonDraft draft) {
    List<String> initials = PinyinInitials.of(draft.name());
    copy.value(draft.name()).value(initials.getFirst());
    copy.value(initials.size() > 1 ? initials.get(1) : null);
    copy.value(draft.sex()).value(draft.birthDate()).value(draft.kind());
    copy.value(draft.classOfPerson()).value(draft.unit() == null ? null : draft.unit().id());
    copy.value(draft.post()).value(draft.keyPost()).value(draft.home()).value(draft.party());
    copy.value(draft.skills()).value(draft.badge()).value(draft.counterpart());
    copy.value(draft.household());
    copy.value(draft.relation()).value(draft.role());
  }

  private static void write(CopyRows copy, PersonDraft draft, StagedRow row) {
    copy.value(draft.document() == null ? null : draft.document().type().key());
    PersonNumbers.Kept document = row.document();
    copy.value(document == null ? null : document.key());
    copy.value(document == null ? null : document.sealed());
    copy.value(document == null ? null : document.last4());
    PersonNumbers.Kept phone = row.phone();
    copy.value(phone == null ? null : phone.key());
    copy.value(phone == null ? null : phone.sealed());
    copy.value(phone == null ? null : phone.last4());
  }

  /** Persons whose documents these are, by the hex of the document's key. */
  Map<String, KnownPerson> known(Collection<byte[]> keys) {
    Map<String, KnownPerson> known = new HashMap<>();
    jdbc.sql(KNOWN)
        .param("keys", SqlArrays.bytes(keys))
        .query(row -> {
          known.put(HexFormat.of().formatHex(row.getBytes(1)), person(row));
        });
    return known;
  }

  private static KnownPerson person(ResultSet row) throws SQLException {
    Date born = row.getDate(5);
    return new KnownPerson(
        row.getObject(2, UUID.class),
        row.getString(3),
        row.getString(4),
        born == null ? null : born.toLocalDate(),
        row.getString(6),
        row.getString(7),
        row.getObject(8, UUID.class),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        row.getString(12),
        row.getString(13),
        row.getString(14),
        row.getString(15),
        row.getString(16),
        row.getBoolean(17),
        row.getString(18));
  }

  /** Persons already in that have the name and birth date of a draft, by its position. */
  Map<Integer, UUID> sameNameAndBirth(List<Integer> at, List<PersonDraft> drafts) {
    List<Date> births = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (PersonDraft draft : drafts) {
      births.add(draft.birthDate() == null ? new Date(0) : Date.valueOf(draft.birthDate()));
      names.add(draft.name());
    }
    Map<Integer, UUID> found = new HashMap<>();
    jdbc.sql(SAME_NAME_AND_BIRTH)
        .param("rows", new org.springframework.jdbc.support.SqlArrayValue("int4", at.toArray()))
        .param("names", SqlArrays.texts(names))
        .param("births", SqlArrays.dates(births))
        .query(row -> {
          found.put(row.getInt(1), row.getObject(2, UUID.class));
        });
    return found;
  }

  /** Who has a phone now. */
  record PhoneOwner(UUID person, @Nullable String household) {}

  Map<String, PhoneOwner> samePhone(Collection<byte[]> keys) {
    Map<String, PhoneOwner> found = new HashMap<>();
    jdbc.sql(SAME_PHONE)
        .param("keys", SqlArrays.bytes(keys))
        .query(row -> {
          found.put(
              row.getString(1), new PhoneOwner(row.getObject(2, UUID.class), row.getString(3)));
        });
    return found;
  }

  Map<String, UUID> sameBadge(Collection<String> badges) {
    Map<String, UUID> found = new HashMap<>();
    jdbc.sql(SAME_BADGE)
        .param("badges", SqlArrays.texts(badges))
        .query(row -> {
          found.put(row.getString(1), row.getObject(2, UUID.class));
        });
    return found;
  }
}
