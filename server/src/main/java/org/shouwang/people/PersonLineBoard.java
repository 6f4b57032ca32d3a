package org.shouwang.people;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads people with their first document and phone. */
@Repository
class PersonLineBoard {

  private static final String ROWS =
      """
      select p.id, p.name, p.sex, p.birth_date, p.unit_id, u.name, d.type, d.key, d.sealed, f.key,
             f.sealed
      from people.person p
      left join people.unit u on u.id = p.unit_id
      left join lateral (select type, key, sealed from people.document
                         where person_id = p.id order by recorded_at, key limit 1) d on true
      left join lateral (select key, sealed from people.phone
                         where person_id = p.id and until is null order by key limit 1) f on true
      where p.id = any(:ids)
      """;

  private final JdbcClient jdbc;

  PersonLineBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A person, numbers sealed. */
  record Row(
      UUID id,
      @Nullable String name,
      @Nullable String sex,
      @Nullable LocalDate birthDate,
      @Nullable UUID unitId,
      @Nullable String unitName,
      @Nullable String documentType,
      byte @Nullable [] documentKey,
      byte @Nullable [] document,
      byte @Nullable [] phoneKey,
      byte @Nullable [] phone) {}

  List<Row> rows(Collection<UUID> ids) {
    return jdbc.sql(ROWS)
        .param("ids", SqlArrays.uuids(ids))
        .query((row, n) ->
            new Row(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getObject(4, LocalDate.class),
                row.getObject(5, UUID.class),
                row.getString(6),
                row.getString(7),
                row.getBytes(8),
                row.getBytes(9),
                row.getBytes(10),
                row.getBytes(11)))
        .list();
  }
}
