package org.shouwang.isolation;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Orders of isolation as rows. */
@Repository
class OrderStore {

  /**
   * Who has an open order keeps it: a later exposure or a nearer class changes what it asks for.
   * The classes sort as they should: close is before secondary.
   */
  private static final String PROPOSE =
      """
      insert into isolation.isolation_order as known (id, person_id, unit_id, disease, class, case_id,
        via_id, last_exposure, basis, state, proposed_at)
      select gen_random_uuid(), p.person, p.unit, p.disease, p.class, p.case_id, p.via, p.exposed,
             p.basis, 'proposed', :now
      from unnest(:persons::uuid[], :units::uuid[], :diseases::text[], :classes::text[],
        :cases::uuid[], :vias::uuid[], :exposed::date[], :bases::text[])
        as p (person, unit, disease, class, case_id, via, exposed, basis)
      on conflict (person_id, disease) where state in ('proposed', 'ordered')
      do update set class = least(known.class, excluded.class), via_id = excluded.via_id,
        last_exposure = greatest(known.last_exposure, excluded.last_exposure),
        basis = excluded.basis, version = known.version + 1
      returning *
      """;

  private static final String OPEN_OF =
      """
      select * from isolation.isolation_order
      where (person_id, disease) in (select * from unnest(:persons::uuid[], :diseases::text[]))
        and state in ('proposed', 'ordered')
      order by person_id for update
      """;

  private static final String ORDERED_ELSEWHERE =
      """
      select person_id from isolation.isolation_order
      where person_id = any (:persons::uuid[]) and state = 'ordered' and id <> all (:besides::uuid[])
      """;

  private static final String LOCK =
      "select * from isolation.isolation_order where id = :id for update";

  private static final String ORDER =
      """
      update isolation.isolation_order
      set state = 'ordered', class = :class, last_exposure = :exposed, isolated_on = :isolated,
          place = :place, room_id = :room, dependent = :dependent, carer_id = :carer,
          carer_gone_at = null, document = :document, rules_of = :rules,
          until_on = :until, ordered_at = :now, ordered_by = :by, version = version + 1
      where id = :id
      """;

  private static final String UNTIL =
      "update isolation.isolation_order set until_on = :until where id = :id";

  /** Held until the commit; what another instance has in hand is left to it. */
  private static final String BEHIND =
      """
      select o.* from isolation.isolation_order o
      join unnest(:diseases::text[], :changes::timestamptz[]) as s (disease, change)
        on s.disease = o.disease
      where (o.state = 'ordered' and coalesce(o.switched_at, o.rules_of) < s.change)
         or (o.state = 'proposed' and o.proposed_at < s.change
             and (o.switched_at is null or o.switched_at < s.change))
      order by o.id limit :limit for update of o skip locked
      """;

  private static final String WENT_OVER =
      """
      update isolation.isolation_order o set switched_at = s.change, version = version + 1
      from unnest(:ids::uuid[], :changes::timestamptz[]) as s (id, change) where o.id = s.id
      """;

  private static final String MOVE =
      """
      update isolation.isolation_order
      set place = :place, room_id = :room, dependent = :dependent, carer_id = :carer,
          carer_gone_at = null, arrived_at = :arrived, version = version + 1
      where id = :id
      """;

  private static final String END =
      """
      update isolation.isolation_order
      set state = :state, ended_at = :now, ended_by = :by, end_document = :document, why = :why,
          version = version + 1
      where id = :id
      """;

  private static final String EVIDENCE =
      "update isolation.isolation_order set evidence = evidence || :ids::uuid[] where id = :id";

  private static final String WITHIN =
      """
      (:everywhere or unit_id in (select descendant_id from people.unit_closure_ref
                                  where ancestor_id = any (:units::uuid[])))
      """;

  private static final String LIST =
      """
      select * from isolation.isolation_order
      where (proposed_at, id) < (:before::timestamptz, :beforeId::uuid)
        and (:state::text is null or state = :state)
        and (:due::date is null or (state = 'ordered' and until_on <= :due::date))
        and
      """
          + WITHIN
          + " order by proposed_at desc, id desc limit :limit";

  private static final String ONE =
      "select * from isolation.isolation_order where id = :id and " + WITHIN;

  private static final String SOME =
      "select * from isolation.isolation_order where id = any (:ids::uuid[]) and " + WITHIN;

  private static final String ORDERED_OF =
      """
      select id from isolation.isolation_order where person_id = :person and state = 'ordered' and
      """
          + WITHIN
          + " order by ordered_at desc, id limit 1";

  private static final String COUNTS =
      """
      select state, count(*) as n from isolation.isolation_order where
      """
          + WITHIN
          + " group by state";

  private static final String ROOM_TURN =
      "select pg_advisory_xact_lock(hashtextextended('isolation.room:' || :room::text, 0))";

  private final JdbcClient jdbc;

  OrderStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Somebody whom the authority classified. */
  record Proposal(
      UUID person,
      @Nullable UUID unit,
      String disease,
      ContactClass kind,
      UUID caseId,
      @Nullable UUID via,
      LocalDate lastExposure,
      @Nullable String basis) {}

  /** Proposes orders; those that are open already are brought up to date. All come back. */
  List<OrderRow> propose(Collection<Proposal> proposals, Instant now) {
    return jdbc.sql(PROPOSE)
        .param("now", time(now))
        .param("persons", texts(proposals, Proposal::person))
        .param("units", texts(proposals, Proposal::unit))
        .param("diseases", texts(proposals, Proposal::disease))
        .param("classes", texts(proposals, it -> it.kind().key()))
        .param("cases", texts(proposals, Proposal::caseId))
        .param("vias", texts(proposals, Proposal::via))
        .param("exposed", texts(proposals, Proposal::lastExposure))
        .param("bases", texts(proposals, Proposal::basis))
        .query((row, n) -> row(row))
        .list();
  }

  /** Whose orders because of which disease. */
  record Of(UUID person, String disease) {}

  /** Open orders of persons because of a disease; held until the commit. */
  List<OrderRow> openOf(Collection<Of> wanted) {
    return jdbc.sql(OPEN_OF)
        .param("persons", texts(wanted, Of::person))
        .param("diseases", texts(wanted, Of::disease))
        .query((row, n) -> row(row))
        .list();
  }

  /** Those of the persons who have an order in force that isn't one of these. */
  Set<UUID> orderedElsewhere(Collection<UUID> persons, Collection<UUID> besides) {
    return new HashSet<>(
        jdbc.sql(ORDERED_ELSEWHERE)
            .param("persons", texts(persons, it -> it))
            .param("besides", texts(besides, it -> it))
            .query(UUID.class)
            .list());
  }

  Optional<OrderRow> lock(UUID id) {
    return jdbc.sql(LOCK).param("id", id).query((row, n) -> row(row)).optional();
  }

  /** Keeps an order as it is filed. */
  void order(OrderRow row) {
    jdbc.sql(ORDER)
        .param("id", row.id())
        .param("class", row.kind().key())
        .param("exposed", row.lastExposure())
        .param("isolated", row.isolatedOn())
        .param("place", Objects.requireNonNull(row.place()).key())
        .param("room", row.room())
        .param("dependent", row.dependent())
        .param("carer", row.carer())
        .param("document", row.document())
        .param("rules", time(Objects.requireNonNull(row.rulesOf())))
        .param("until", row.untilOn())
        .param("now", time(Objects.requireNonNull(row.orderedAt())))
        .param("by", row.orderedBy())
        .update();
  }

  void until(UUID id, @Nullable LocalDate until) {
    jdbc.sql(UNTIL).param("id", id).param("until", until).update();
  }

  /** Open orders that haven't gone over to the rules of the last switch of their disease yet. */
  List<OrderRow> behind(Map<String, Instant> changes, int limit) {
    List<String> diseases = List.copyOf(changes.keySet());
    return jdbc.sql(BEHIND)
        .param("diseases", texts(diseases, it -> it))
        .param("changes", texts(diseases, changes::get))
        .param("limit", limit)
        .query((row, n) -> row(row))
        .list();
  }

  /**
   * Orders have gone over.
   *
   * @param changes the switch of each disease
   */
  void wentOver(Collection<OrderRow> orders, Map<String, Instant> changes) {
    jdbc.sql(WENT_OVER)
        .param("ids", texts(orders, OrderRow::id))
        .param("changes", texts(orders, it -> changes.get(it.disease())))
        .update();
  }

  void move(UUID id, OrderRow.Place place, @Nullable UUID room, Rooms.Care care, Instant arrived) {
    jdbc.sql(MOVE)
        .param("id", id)
        .param("place", place.key())
        .param("room", room)
        .param("dependent", care.dependent())
        .param("carer", care.carer())
        .param("arrived", time(arrived))
        .update();
  }

  /**
   * The end of an order.
   *
   * @param document the authority's release
   */
  record End(
      OrderRow.State state,
      @Nullable String document,
      @Nullable String why,
      String by,
      Instant at) {}

  void end(UUID id, End end) {
    jdbc.sql(END)
        .param("id", id)
        .param("state", end.state().key())
        .param("document", end.document())
        .param("why", end.why())
        .param("by", end.by())
        .param("now", time(end.at()))
        .update();
  }

  void evidence(UUID id, Collection<UUID> given) {
    jdbc.sql(EVIDENCE).param("id", id).param("ids", texts(given, it -> it)).update();
  }

  /**
   * Which orders, newest first, from before a key.
   *
   * @param due only those whose last day of isolation is that day or before
   */
  record Wanted(@Nullable String state, @Nullable LocalDate due, TimeKeys before) {}

  List<OrderRow> list(Wanted wanted, Scope scope, int limit) {
    return jdbc.sql(LIST)
        .param("before", time(wanted.before().at()))
        .param("beforeId", wanted.before().id())
        .param("state", wanted.state())
        .param("due", wanted.due())
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .param("limit", limit)
        .query((row, n) -> row(row))
        .list();
  }

  /** Those of some orders that are within a scope. */
  List<OrderRow> some(Collection<UUID> ids, Scope scope) {
    return jdbc.sql(SOME)
        .param("ids", texts(ids, it -> it))
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .query((row, n) -> row(row))
        .list();
  }

  Optional<OrderRow> one(UUID id, Scope scope) {
    return jdbc.sql(ONE)
        .param("id", id)
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .query((row, n) -> row(row))
        .optional();
  }

  /** A person's order in force, the newest of several. */
  Optional<UUID> orderedOf(UUID person, Scope scope) {
    return jdbc.sql(ORDERED_OF)
        .param("person", person)
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .query(UUID.class)
        .optional();
  }

  Map<String, Long> counts(Scope scope) {
    Map<String, Long> counts = new HashMap<>();
    jdbc.sql(COUNTS)
        .param("everywhere", scope.everywhere())
        .param("units", texts(scope.units(), it -> it))
        .query(row -> {
          counts.put(row.getString(1), row.getLong(2));
        });
    return counts;
  }

  /** Waits until nobody else gives the room away, and keeps it until the commit. */
  void roomTurn(UUID room) {
    jdbc.sql(ROOM_TURN).param("room", room).query((row, n) -> true).single();
  }

  private static OrderRow row(ResultSet row) throws SQLException {
    String place = row.getString("place");
    return new OrderRow(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getObject("unit_id", UUID.class),
        row.getString("disease"),
        ContactClass.valueOf(row.getString("class").toUpperCase(Locale.ROOT)),
        row.getObject("case_id", UUID.class),
        row.getObject("via_id", UUID.class),
        row.getObject("last_exposure", LocalDate.class),
        row.getString("basis"),
        row.getObject("isolated_on", LocalDate.class),
        place == null ? null : OrderRow.Place.valueOf(place.toUpperCase(Locale.ROOT)),
        row.getObject("room_id", UUID.class),
        row.getString("document"),
        instant(row, "rules_of"),
        row.getObject("until_on", LocalDate.class),
        OrderRow.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getTimestamp("proposed_at").toInstant(),
        instant(row, "ordered_at"),
        row.getString("ordered_by"),
        instant(row, "arrived_at"),
        instant(row, "ended_at"),
        row.getString("ended_by"),
        row.getString("end_document"),
        row.getString("why"),
        List.of((UUID[]) row.getArray("evidence").getArray()),
        row.getObject("worker_id", UUID.class),
        row.getBoolean("dependent"),
        row.getObject("carer_id", UUID.class),
        instant(row, "carer_gone_at"),
        row.getInt("version"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
