package org.shouwang.gates;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Overrides, evacuations and paper sheets. */
@Repository
class OrderStore {

  private static final String GIVE =
      """
      insert into gates.override (id, person_id, place_id, reasons, reason, from_at, until_at,
        approver_id, approver)
      values (:id, :person, :place, :reasons::text[], :reason, :from, :until, :by, :name)
      """;

  private static final String OVERRIDES =
      """
      select * from gates.override
      where (from_at, id) < (:before::timestamptz, :beforeId::uuid)
        and (:only::uuid is null or id = :only::uuid)
      order by from_at desc, id desc
      limit :limit
      """;

  private static final String OF_PERSON =
      """
      select * from gates.override where person_id = :person and from_at < :before
      order by from_at desc limit :limit
      """;

  private static final String IN_FORCE =
      """
      select * from gates.override where coalesce(least(until_at, ended_at), until_at) > :now
      """;

  private static final String END_OVERRIDE =
      """
      update gates.override set ended_at = :now, ended_by = :by
      where id = :id and ended_at is null and until_at > :now
      """;

  private static final String EVACUATE =
      """
      insert into gates.evacuation (id, zone_id, kind, reason, started_at, started_by)
      values (:id, :zone, :kind, :reason, :now, :by)
      on conflict (zone_id) where ended_at is null do nothing
      """;

  private static final String END_EVACUATION =
      "update gates.evacuation set ended_at = :now, ended_by = :by where id = :id and ended_at is null";

  private static final String EVACUATIONS =
      """
      select * from gates.evacuation
      where (not :open or ended_at is null) and (:only::uuid is null or id = :only::uuid)
      order by started_at desc limit 200
      """;

  private static final String PRINT =
      """
      insert into gates.sheet (no, place_id, lines, printed_at, printed_by)
      select 'S' || to_char(:now::timestamptz at time zone 'Asia/Shanghai', 'YYMMDD')
             || lpad(nextval('gates.sheet_no')::text, 5, '0'), :place, :lines, :now, :by
      from generate_series(1, :count)
      returning no
      """;

  private static final String OPEN_HOLDS =
      "select person_id from gates.hold where state <> 'closed'";

  private final JdbcClient jdbc;

  OrderStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An override as kept. */
  record Given(
      UUID id,
      UUID person,
      @Nullable UUID place,
      List<String> reasons,
      String reason,
      Instant from,
      Instant until,
      String approver,
      @Nullable Instant endedAt,
      @Nullable String endedBy) {}

  /** An evacuation as kept. */
  record Evacuation(
      UUID id,
      UUID zone,
      String kind,
      String reason,
      Instant startedAt,
      String startedBy,
      @Nullable Instant endedAt,
      @Nullable String endedBy) {}

  void give(Given given, UUID approver) {
    jdbc.sql(GIVE)
        .param("id", given.id())
        .param("person", given.person())
        .param("place", given.place())
        .param("reasons", given.reasons().toArray(String[]::new))
        .param("reason", given.reason())
        .param("from", given.from().atOffset(ZoneOffset.UTC))
        .param("until", given.until().atOffset(ZoneOffset.UTC))
        .param("by", approver)
        .param("name", given.approver())
        .update();
  }

  List<Given> overrides(TimeKeys before, int limit) {
    return overrides(before, null, limit);
  }

  Optional<Given> override(UUID id) {
    return overrides(TimeKeys.of(null), id, 1).stream().findFirst();
  }

  private List<Given> overrides(TimeKeys before, @Nullable UUID only, int limit) {
    return jdbc.sql(OVERRIDES)
        .param("before", before.at().atOffset(ZoneOffset.UTC))
        .param("beforeId", before.id())
        .param("only", only)
        .param("limit", limit)
        .query((row, n) -> given(row))
        .list();
  }

  List<Given> ofPerson(UUID person, Instant before, int limit) {
    return jdbc.sql(OF_PERSON)
        .param("person", person)
        .param("before", before.atOffset(ZoneOffset.UTC))
        .param("limit", limit)
        .query((row, n) -> given(row))
        .list();
  }

  /** Those that have not run out: a device learns of one that begins later, too. */
  List<Given> inForce(Instant now) {
    return jdbc.sql(IN_FORCE)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query((row, n) -> given(row))
        .list();
  }

  boolean endOverride(UUID id, String by, Instant now) {
    return ended(END_OVERRIDE, id, by, now);
  }

  boolean evacuate(Evacuation evacuation) {
    return jdbc.sql(EVACUATE)
            .param("id", evacuation.id())
            .param("zone", evacuation.zone())
            .param("kind", evacuation.kind())
            .param("reason", evacuation.reason())
            .param("now", evacuation.startedAt().atOffset(ZoneOffset.UTC))
            .param("by", evacuation.startedBy())
            .update()
        == 1;
  }

  boolean endEvacuation(UUID id, String by, Instant now) {
    return ended(END_EVACUATION, id, by, now);
  }

  private boolean ended(String sql, UUID id, String by, Instant now) {
    return jdbc.sql(sql)
            .param("id", id)
            .param("by", by)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  List<Evacuation> evacuations(boolean open) {
    return evacuations(open, null);
  }

  Optional<Evacuation> evacuation(UUID id) {
    return evacuations(false, id).stream().findFirst();
  }

  private List<Evacuation> evacuations(boolean open, @Nullable UUID only) {
    return jdbc.sql(EVACUATIONS)
        .param("open", open)
        .param("only", only)
        .query((row, n) ->
            new Evacuation(
                row.getObject("id", UUID.class),
                row.getObject("zone_id", UUID.class),
                row.getString("kind"),
                row.getString("reason"),
                row.getTimestamp("started_at").toInstant(),
                row.getString("started_by"),
                HoldBoard.instant(row, "ended_at"),
                row.getString("ended_by")))
        .list();
  }

  List<String> print(UUID place, int count, int lines, String by, Instant now) {
    return jdbc.sql(PRINT)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("place", place)
        .param("lines", lines)
        .param("by", by)
        .param("count", count)
        .query(String.class)
        .list();
  }

  /** Persons with an open hold. */
  Collection<UUID> held() {
    return jdbc.sql(OPEN_HOLDS).query(UUID.class).list();
  }

  private static Given given(ResultSet row) throws SQLException {
    return new Given(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getObject("place_id", UUID.class),
        Arrays.asList((String[]) row.getArray("reasons").getArray()),
        row.getString("reason"),
        row.getTimestamp("from_at").toInstant(),
        row.getTimestamp("until_at").toInstant(),
        row.getString("approver"),
        HoldBoard.instant(row, "ended_at"),
        row.getString("ended_by"));
  }
}
