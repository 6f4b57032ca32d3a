package org.shouwang.status;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Previews of switches. */
@Repository
class PreviewStore {

  private static final String BEGIN =
      """
      insert into status.preview (id, at, rules_of, disease, asked_at, asker, state, moved_at)
      values (:id, :at, :rulesOf, :disease, :now, :asker, 'running', :wall)
      """;

  private static final String DROP_OLD =
      """
      delete from status.preview
      where id in (select id from status.preview order by asked_at desc, id desc offset :kept)
      """;

  /** Whoever is restricted beyond a moment, as known now; nobody else can be changed by it. */
  private static final String CONCERNED =
      """
      select distinct person_id from status.history
      where upper_inf(recorded) and (upper_inf(valid) or upper(valid) >= :at) and person_id > :after
      order by person_id limit :limit
      """;

  private static final String KEEP =
      """
      insert into status.preview_change (preview_id, person_id, kind, from_level, from_label,
        from_rule, from_until, from_free, to_level, to_label, to_rule, to_until, to_free)
      select :preview, t.* from unnest(:persons::uuid[], :kinds::text[],
        :fromLevels::text[], :fromLabels::text[], :fromRules::text[], :fromUntils::timestamptz[],
        :fromFrees::timestamptz[],
        :toLevels::text[], :toLabels::text[], :toRules::text[], :toUntils::timestamptz[],
        :toFrees::timestamptz[]) as t
      """;

  private static final String MOVED =
      """
      update status.preview set judged = judged + :judged, state = :state, moved_at = :wall
      where id = :id
      """;

  private static final String ONE = "select * from status.preview where id = :id";

  private static final String COUNTS =
      """
      select kind, from_level, from_label, to_level, to_label, count(*) as n
      from status.preview_change where preview_id = :id
      group by 1, 2, 3, 4, 5 order by n desc, 1, 2, 3, 4, 5 limit 100
      """;

  private static final String CHANGES =
      """
      select * from status.preview_change
      where preview_id = :id and person_id > :after and (:kind::text is null or kind = :kind)
      order by person_id limit :limit
      """;

  private final JdbcClient jdbc;

  PreviewStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Where a preview stands. */
  record Row(
      UUID id,
      Instant at,
      LocalDate rulesOf,
      @Nullable String disease,
      Instant askedAt,
      String asker,
      String state,
      long judged,
      Instant movedAt) {}

  /** How many would change in one way. */
  record Count(
      String kind,
      String fromLevel,
      @Nullable String fromLabel,
      String toLevel,
      @Nullable String toLabel,
      long persons) {}

  /** Begins one and drops all but the newest. */
  void begin(
      UUID id,
      Instant at,
      LocalDate rulesOf,
      @Nullable String disease,
      Instant now,
      String asker,
      Instant wall) {
    jdbc.sql(BEGIN)
        .param("id", id)
        .param("at", time(at))
        .param("rulesOf", rulesOf)
        .param("disease", disease)
        .param("now", time(now))
        .param("asker", asker)
        .param("wall", time(wall))
        .update();
  }

  void dropOld(int kept) {
    jdbc.sql(DROP_OLD).param("kept", kept).update();
  }

  List<UUID> concerned(Instant at, UUID after, int limit) {
    return jdbc.sql(CONCERNED)
        .param("at", time(at))
        .param("after", after)
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  void keep(UUID preview, Collection<SwitchChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    jdbc.sql(KEEP)
        .param("preview", preview)
        .param("persons", texts(changes, SwitchChange::person))
        .param("kinds", texts(changes, it -> it.kind().key()))
        .param("fromLevels", texts(changes, it -> it.from().level().key()))
        .param("fromLabels", texts(changes, it -> it.from().label()))
        .param("fromRules", texts(changes, it -> it.from().rule()))
        .param("fromUntils", texts(changes, it -> it.from().until()))
        .param("fromFrees", texts(changes, it -> it.from().free()))
        .param("toLevels", texts(changes, it -> it.to().level().key()))
        .param("toLabels", texts(changes, it -> it.to().label()))
        .param("toRules", texts(changes, it -> it.to().rule()))
        .param("toUntils", texts(changes, it -> it.to().until()))
        .param("toFrees", texts(changes, it -> it.to().free()))
        .update();
  }

  void moved(UUID id, int judged, String state, Instant wall) {
    jdbc.sql(MOVED)
        .param("id", id)
        .param("judged", judged)
        .param("state", state)
        .param("wall", time(wall))
        .update();
  }

  Optional<Row> one(UUID id) {
    return jdbc.sql(ONE)
        .param("id", id)
        .query((row, n) ->
            new Row(
                id,
                StatusStore.instant(row, "at"),
                row.getObject("rules_of", LocalDate.class),
                row.getString("disease"),
                StatusStore.instant(row, "asked_at"),
                row.getString("asker"),
                row.getString("state"),
                row.getLong("judged"),
                StatusStore.instant(row, "moved_at")))
        .optional();
  }

  List<Count> counts(UUID id) {
    return jdbc.sql(COUNTS)
        .param("id", id)
        .query((row, n) ->
            new Count(
                row.getString("kind"),
                row.getString("from_level"),
                row.getString("from_label"),
                row.getString("to_level"),
                row.getString("to_label"),
                row.getLong("n")))
        .list();
  }

  List<SwitchChange> changes(UUID id, @Nullable String kind, UUID after, int limit) {
    return jdbc.sql(CHANGES)
        .param("id", id)
        .param("kind", kind)
        .param("after", after)
        .param("limit", limit)
        .query((row, n) ->
            new SwitchChange(
                row.getObject("person_id", UUID.class),
                SwitchChange.Kind.valueOf(row.getString("kind").toUpperCase(java.util.Locale.ROOT)),
                side(row, "from"),
                side(row, "to")))
        .list();
  }

  private static SwitchChange.Side side(ResultSet row, String which) throws SQLException {
    return new SwitchChange.Side(
        CurrentStore.level(row.getString(which + "_level")),
        row.getString(which + "_label"),
        row.getString(which + "_rule"),
        StatusStore.optional(row, which + "_until"),
        StatusStore.optional(row, which + "_free"));
  }
}
