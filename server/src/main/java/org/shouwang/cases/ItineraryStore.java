package org.shouwang.cases;

import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.shouwang.cases.Stop.Source;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stops that people told of. Callers hold the case. */
@Repository
class ItineraryStore {

  private static final String ADD =
      """
      insert into cases.itinerary_stop (case_id, id, from_at, until_at, place_id, place, transport,
        note, source, by_name, recorded_at)
      values (:case, :id, :from, :until, :placeId, :place, :transport, :note, :source, :by,
        :recorded)
      on conflict (case_id, id) do nothing
      """;

  private static final String OF =
      """
      select id, from_at, until_at, place_id, place, transport, note, source, by_name, recorded_at,
             struck_at, struck_by, struck_why
      from cases.itinerary_stop where case_id = :case
      order by from_at, id limit :limit
      """;

  private static final String STRIKE =
      """
      update cases.itinerary_stop set struck_at = :at, struck_by = :by, struck_why = :why
      where case_id = :case and id = :id and struck_at is null
      """;

  private final JdbcClient jdbc;

  ItineraryStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns whether it is new. */
  boolean add(UUID file, Stop stop) {
    return jdbc.sql(ADD)
            .param("case", file)
            .param("id", stop.id())
            .param("from", time(stop.from()))
            .param("until", time(stop.until()))
            .param("placeId", stop.place())
            .param("place", stop.where())
            .param("transport", stop.transport())
            .param("note", stop.note())
            .param("source", stop.source().key())
            .param("by", stop.by())
            .param("recorded", time(stop.recordedAt()))
            .update()
        == 1;
  }

  /** The earliest first. */
  List<Stop> of(UUID file, int limit) {
    return jdbc.sql(OF)
        .param("case", file)
        .param("limit", limit)
        .query(ItineraryStore::stop)
        .list();
  }

  /** Returns whether it stood until now. */
  boolean strike(UUID file, UUID stop, Instant at, String by, String why) {
    return jdbc.sql(STRIKE)
            .param("case", file)
            .param("id", stop)
            .param("at", time(at))
            .param("by", by)
            .param("why", why)
            .update()
        == 1;
  }

  private static Stop stop(ResultSet row, int number) throws SQLException {
    return new Stop(
        row.getObject("id", UUID.class),
        Objects.requireNonNull(CaseStore.instant(row, "from_at")),
        Objects.requireNonNull(CaseStore.instant(row, "until_at")),
        row.getObject("place_id", UUID.class),
        row.getString("place"),
        row.getString("transport"),
        row.getString("note"),
        Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
        row.getString("by_name"),
        Objects.requireNonNull(CaseStore.instant(row, "recorded_at")),
        CaseStore.instant(row, "struck_at"),
        row.getString("struck_by"),
        row.getString("struck_why"));
  }
}
