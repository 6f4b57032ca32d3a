package org.shouwang.sampling;

import static org.shouwang.storage.Columns.texts;
import static org.shouwang.storage.Columns.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.sampling.TubeViews.ConflictLine;
import org.shouwang.sampling.TubeViews.Side;
import org.shouwang.security.Scope;
import org.shouwang.web.TimeKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads conflicts with their sides, within a scope. */
@Repository
class ConflictBoard {

  private static final String LIST =
      TubeBoard.SCOPE
          + """
          select c.* from sampling.conflict c
          where (c.opened_at, c.id) < (:before::timestamptz, :beforeId::uuid)
            and (:state::text is null or c.state = :state)
            and (:tube::text is null or c.tube = :tube)
            and (:only::uuid is null or c.id = :only::uuid)
            and (:everywhere
                 or exists (select from sampling.swab s
                   where s.id = any(c.swabs) and s.unit_id in (select id from scope))
                 or exists (select from sampling.specimen s
                   where s.id = any(c.swabs) and s.unit_id in (select id from scope)))
          order by c.opened_at desc, c.id desc
          limit :limit
          """;

  private static final String SIDES =
      """
      select s.*, exists (select from sampling.swab_end e where e.swab_id = s.id) as ended
      from (
        select id, tube, person_id, at, recorded_at, place_id, taken_by from sampling.swab
        where id = any(:ids::uuid[])
        union all
        select id, tube, person_id, at, recorded_at, place_id, taken_by from sampling.specimen
        where id = any(:ids::uuid[])) s
      order by s.at, s.id
      """;

  private final JdbcClient jdbc;
  private final TubeViews views;

  ConflictBoard(JdbcClient jdbc, TubeViews views) {
    this.jdbc = jdbc;
    this.views = views;
  }

  List<ConflictLine> list(@Nullable String state, TimeKeys before, int limit, Scope scope) {
    return lines(
        query(scope, before, limit).param("state", state).param("tube", null).param("only", null),
        scope);
  }

  List<ConflictLine> ofTube(String tube, Scope scope) {
    return lines(
        query(scope, TimeKeys.NEWEST, 100)
            .param("state", null)
            .param("tube", tube)
            .param("only", null),
        scope);
  }

  Optional<ConflictLine> find(UUID id, Scope scope) {
    return lines(
            query(scope, TimeKeys.NEWEST, 1)
                .param("state", null)
                .param("tube", null)
                .param("only", id),
            scope)
        .stream()
        .findFirst();
  }

  private JdbcClient.StatementSpec query(Scope scope, TimeKeys before, int limit) {
    return TubeBoard.scoped(jdbc.sql(LIST), scope)
        .param("before", time(before.at()))
        .param("beforeId", before.id())
        .param("limit", limit);
  }

  private record Row(
      UUID id,
      String kind,
      String tube,
      @Nullable UUID person,
      List<UUID> swabs,
      Instant openedAt,
      String state,
      @Nullable String outcome,
      @Nullable String reason,
      List<UUID> counts,
      @Nullable Instant closedAt,
      @Nullable String closedBy) {}

  private record Swab(
      UUID id,
      String tube,
      UUID person,
      Instant at,
      Instant recordedAt,
      UUID place,
      String by,
      boolean ended) {}

  private List<ConflictLine> lines(JdbcClient.StatementSpec query, Scope scope) {
    List<Row> rows =
        query
            .query((row, n) ->
                new Row(
                    row.getObject("id", UUID.class),
                    row.getString("kind"),
                    row.getString("tube"),
                    row.getObject("person_id", UUID.class),
                    List.of((UUID[]) row.getArray("swabs").getArray()),
                    row.getTimestamp("opened_at").toInstant(),
                    row.getString("state"),
                    row.getString("outcome"),
                    row.getString("reason"),
                    row.getArray("counts") == null
                        ? List.of()
                        : List.of((UUID[]) row.getArray("counts").getArray()),
                    TubeStore.instant(row, "closed_at"),
                    row.getString("closed_by")))
            .list();
    Map<UUID, Swab> swabs = swabs(rows.stream().flatMap(row -> row.swabs().stream()).toList());
    List<UUID> persons = new ArrayList<>(swabs.values().stream().map(Swab::person).toList());
    TubeViews.Book book = views.book(persons, scope);
    return rows.stream().map(row -> line(row, swabs, book)).toList();
  }

  private static ConflictLine line(Row row, Map<UUID, Swab> swabs, TubeViews.Book book) {
    List<Side> sides =
        row.swabs().stream()
            .map(swabs::get)
            .filter(Objects::nonNull)
            .map(swab ->
                new Side(
                    swab.id(),
                    swab.tube(),
                    book.person(swab.person()),
                    swab.at(),
                    swab.recordedAt(),
                    book.place(swab.place()),
                    swab.by(),
                    swab.ended()))
            .toList();
    return new ConflictLine(
        row.id(),
        row.kind(),
        row.tube(),
        book.person(row.person()),
        row.openedAt(),
        row.state(),
        row.outcome(),
        row.reason(),
        row.counts(),
        row.closedAt(),
        row.closedBy(),
        sides);
  }

  private Map<UUID, Swab> swabs(List<UUID> ids) {
    Map<UUID, Swab> found = new HashMap<>();
    if (!ids.isEmpty()) {
      jdbc.sql(SIDES)
          .param("ids", texts(ids, it -> it))
          .query((java.sql.ResultSet row) -> {
            UUID id = row.getObject("id", UUID.class);
            found.put(
                id,
                new Swab(
                    id,
                    row.getString("tube"),
                    row.getObject("person_id", UUID.class),
                    row.getTimestamp("at").toInstant(),
                    row.getTimestamp("recorded_at").toInstant(),
                    row.getObject("place_id", UUID.class),
                    row.getString("taken_by"),
                    row.getBoolean("ended")));
          });
    }
    return found;
  }
}
