package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Specimens as rows. */
@Repository
class SpecimenStore {

  private static final String INSERT =
      """
      insert into sampling.specimen (person_id, at, id, recorded_at, tube, disease, kind, place_id,
        unit_id, taken_by, note)
      select person, at, id, :recorded::timestamptz, tube, disease, kind, place, unit, taken_by, note
      from unnest(:persons::uuid[], :ats::timestamptz[], :ids::uuid[], :tubes::text[],
        :diseases::text[], :kinds::text[], :places::uuid[], :units::uuid[], :names::text[],
        :notes::text[])
        as n (person, at, id, tube, disease, kind, place, unit, taken_by, note)
      """;

  private static final String OF_FACTS =
      """
      select s.person_id, s.id, s.at, s.disease
      from unnest(:persons::uuid[], :ids::uuid[]) as g (person, id)
      join sampling.specimen s on s.person_id = g.person and s.id = g.id
      where not exists (select from sampling.swab_end e where e.swab_id = s.id)
      """;

  private static final String OF_PERSONS =
      """
      select person_id, id, at, disease from sampling.specimen s
      where person_id = any (:persons::uuid[]) and at >= :from and at < :until
        and not exists (select from sampling.swab_end e where e.swab_id = s.id)
      """;

  private final JdbcClient jdbc;

  SpecimenStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A specimen on its way into the table. */
  record New(String tube, SwabRow row, String kind, @Nullable String note) {}

  void insert(List<New> news, Instant recordedAt) {
    jdbc.sql(INSERT)
        .param("recorded", time(recordedAt))
        .param("persons", texts(news, it -> it.row().person()))
        .param("ats", texts(news, it -> it.row().at()))
        .param("ids", texts(news, it -> it.row().id()))
        .param("tubes", texts(news, New::tube))
        .param("diseases", texts(news, it -> it.row().disease()))
        .param("kinds", texts(news, New::kind))
        .param("places", texts(news, it -> it.row().place()))
        .param("units", texts(news, it -> it.row().unit()))
        .param("names", texts(news, it -> it.row().by()))
        .param("notes", texts(news, New::note))
        .update();
  }

  /** A specimen as evidence. */
  record Taken(UUID person, UUID id, Instant at, String disease) {}

  List<Taken> of(Collection<@Nullable UUID> persons, Collection<UUID> ids) {
    return jdbc.sql(OF_FACTS)
        .param("persons", texts(persons, it -> it))
        .param("ids", texts(ids, it -> it))
        .query((row, n) -> taken(row))
        .list();
  }

  List<Taken> of(Collection<UUID> persons, Instant from, Instant until) {
    return jdbc.sql(OF_PERSONS)
        .param("persons", texts(persons, it -> it))
        .param("from", time(from))
        .param("until", time(until))
        .query((row, n) -> taken(row))
        .list();
  }

  private static Taken taken(ResultSet row) throws SQLException {
    return new Taken(
        row.getObject("person_id", UUID.class),
        row.getObject("id", UUID.class),
        row.getTimestamp("at").toInstant(),
        row.getString("disease"));
  }
}
