package org.shouwang.rollcall;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.ObjectMapper;

/** Patterns of units and the lists that enterprises file. */
@Repository
class PatternStore {

  private static final String ON =
      "select unit_id, kind, data::text from rollcall.pattern where during @> :day::date";

  private static final String SINCE =
      """
      select unit_id, lower(during) as first_day, upper(during) as end_day, kind, data::text, set_by
      from rollcall.pattern
      where upper_inf(during) or upper(during) > :day::date
      order by unit_id, lower(during)
      """;

  private static final String CUT_LATER =
      "delete from rollcall.pattern where unit_id = :unit and lower(during) >= :day::date";

  private static final String CUT =
      """
      update rollcall.pattern set during = daterange(lower(during), :day::date)
      where unit_id = :unit and during @> :day::date
      """;

  private static final String SET =
      """
      insert into rollcall.pattern (unit_id, during, kind, data, set_by)
      values (:unit, daterange(:day::date, null), :kind, :data::jsonb, :by)
      """;

  private static final String LISTS =
      """
      select distinct on (unit_id) unit_id, persons from rollcall.list
      where day = :day order by unit_id, id desc
      """;

  private static final String FILE =
      """
      insert into rollcall.list (unit_id, day, id, persons, filed_by, filed_at)
      values (:unit, :day, :id, :persons::uuid[], :by, :now)
      """;

  private static final String MEMBERS =
      """
      select person_id, unit_id from people.membership_ref
      where person_id = any (:persons::uuid[]) and during @> :day::date
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  PatternStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** A pattern of a unit over time. */
  record Kept(UUID unit, LocalDate from, @Nullable LocalDate end, Pattern pattern, String setBy) {}

  Map<UUID, Pattern> on(LocalDate day) {
    Map<UUID, Pattern> patterns = new HashMap<>();
    jdbc.sql(ON)
        .param("day", day)
        .query((ResultSet row) -> {
          patterns.put(row.getObject("unit_id", UUID.class), pattern(row));
        });
    return patterns;
  }

  /** Patterns in force on a day or later. */
  List<Kept> since(LocalDate day) {
    return jdbc.sql(SINCE)
        .param("day", day)
        .query((row, n) ->
            new Kept(
                row.getObject("unit_id", UUID.class),
                row.getObject("first_day", LocalDate.class),
                row.getObject("end_day", LocalDate.class),
                pattern(row),
                row.getString("set_by")))
        .list();
  }

  private Pattern pattern(ResultSet row) throws SQLException {
    return PatternReader.read(row.getString("kind"), json.readTree(row.getString("data")));
  }

  /**
   * Sets a unit's pattern from a day on.
   *
   * @param pattern null: that of the unit above again
   */
  void set(UUID unit, LocalDate from, @Nullable Pattern pattern, String by) {
    jdbc.sql(CUT_LATER).param("unit", unit).param("day", from).update();
    jdbc.sql(CUT).param("unit", unit).param("day", from).update();
    if (pattern != null) {
      jdbc.sql(SET)
          .param("unit", unit)
          .param("day", from)
          .param("kind", pattern.kind())
          .param("data", json.writeValueAsString(PatternReader.write(pattern)))
          .param("by", by)
          .update();
    }
  }

  /** The newest list of each unit for a day. */
  Map<UUID, Set<UUID>> lists(LocalDate day) {
    Map<UUID, Set<UUID>> lists = new HashMap<>();
    jdbc.sql(LISTS)
        .param("day", day)
        .query((ResultSet row) -> {
          lists.put(
              row.getObject("unit_id", UUID.class),
              new HashSet<>(Arrays.asList((UUID[]) row.getArray("persons").getArray())));
        });
    return lists;
  }

  void file(UUID unit, LocalDate day, Collection<UUID> persons, String by, Instant now) {
    jdbc.sql(FILE)
        .param("unit", unit)
        .param("day", day)
        .param("id", UuidCreator.getTimeOrderedEpoch())
        .param("persons", texts(persons, id -> id))
        .param("by", by)
        .param("now", time(now))
        .update();
  }

  /** The unit of each of these persons on a day; who has none is left out. */
  Map<UUID, UUID> unitsOf(Collection<UUID> persons, LocalDate day) {
    Map<UUID, UUID> units = new HashMap<>();
    jdbc.sql(MEMBERS)
        .param("persons", texts(persons, id -> id))
        .param("day", day)
        .query((ResultSet row) -> {
          units.put(row.getObject("person_id", UUID.class), row.getObject("unit_id", UUID.class));
        });
    return units;
  }
}
