package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Exemptions from a round. */
@Repository
class ExemptionStore {

  private static final String ASK =
      """
      insert into sampling.exemption (id, round_id, person_id, reason, note, state, asked_by,
        asked_name, asked_at)
      values (:id, :round, :person, :reason, :note, 'asked', :by, :name, :now)
      on conflict (round_id, person_id) where state in ('asked', 'approved') do nothing
      """;

  private static final String PROPOSE =
      """
      insert into sampling.exemption (id, round_id, person_id, reason, state, asked_by, asked_name,
        asked_at)
      select uuidv7(), e.round_id, e.person_id, 'isolated', 'asked', :by, :name, :now
      from sampling.expected e
      where e.round_id = :round and e.person_id = any(:persons::uuid[]) and e.state = 'missing'
      order by e.person_id
      on conflict (round_id, person_id) where state in ('asked', 'approved') do nothing
      """;

  private static final String DECIDE =
      """
      update sampling.exemption
      set state = :state, decided_by = :by, decided_name = :name, decided_at = :now
      where id = :id and state = :was
      """;

  private static final String FIND =
      """
      select x.*, e.unit_id, e.turn from sampling.exemption x
      join sampling.expected e using (round_id, person_id) where x.id = :id
      """;

  private static final String LIST =
      """
      select x.*, e.unit_id, e.turn from sampling.exemption x
      join sampling.expected e using (round_id, person_id)
      where x.round_id = :round and (x.asked_at, x.id) < (:before::timestamptz, :beforeId::uuid)
        and (:state::text is null or x.state = :state)
        and (:everywhere or e.unit_id = any (:units::uuid[]))
      order by x.asked_at desc, x.id desc limit :limit
      """;

  private final JdbcClient jdbc;

  ExemptionStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An exemption as kept. */
  record Exemption(
      UUID id,
      UUID round,
      UUID person,
      UUID unit,
      int turn,
      String reason,
      @Nullable String note,
      String state,
      UUID askedBy,
      String askedName,
      Instant askedAt,
      @Nullable String decidedName,
      @Nullable Instant decidedAt) {}

  /** Somebody who acts. */
  record By(UUID id, String name, Instant at) {}

  boolean ask(UUID id, UUID round, UUID person, String reason, @Nullable String note, By by) {
    return jdbc.sql(ASK)
            .param("id", id)
            .param("round", round)
            .param("person", person)
            .param("reason", reason)
            .param("note", note)
            .param("by", by.id())
            .param("name", by.name())
            .param("now", time(by.at()))
            .update()
        == 1;
  }

  /**
   * Asks for those who can't come because of their control status; a person decides.
   *
   * @return for how many
   */
  int propose(UUID round, Collection<UUID> persons, By by) {
    return persons.isEmpty()
        ? 0
        : jdbc.sql(PROPOSE)
            .param("round", round)
            .param("persons", texts(persons, it -> it))
            .param("by", by.id())
            .param("name", by.name())
            .param("now", time(by.at()))
            .update();
  }

  boolean decide(UUID id, String was, String state, By by) {
    return jdbc.sql(DECIDE)
            .param("id", id)
            .param("was", was)
            .param("state", state)
            .param("by", by.id())
            .param("name", by.name())
            .param("now", time(by.at()))
            .update()
        == 1;
  }

  Optional<Exemption> find(UUID id) {
    return jdbc.sql(FIND).param("id", id).query((row, n) -> exemption(row)).optional();
  }

  /** Newest first, of some units; null for all. */
  List<Exemption> list(
      UUID round,
      @Nullable String state,
      @Nullable List<UUID> units,
      Instant before,
      UUID beforeId,
      int limit) {
    return jdbc.sql(LIST)
        .param("round", round)
        .param("state", state)
        .param("everywhere", units == null)
        .param("units", texts(units == null ? List.<UUID>of() : units, it -> it))
        .param("before", time(before))
        .param("beforeId", beforeId)
        .param("limit", limit)
        .query((row, n) -> exemption(row))
        .list();
  }

  private static Exemption exemption(ResultSet row) throws SQLException {
    return new Exemption(
        row.getObject("id", UUID.class),
        row.getObject("round_id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getInt("turn"),
        row.getString("reason"),
        row.getString("note"),
        row.getString("state"),
        row.getObject("asked_by", UUID.class),
        row.getString("asked_name"),
        row.getTimestamp("asked_at").toInstant(),
        row.getString("decided_name"),
        RoundStore.instant(row, "decided_at"));
  }
}
