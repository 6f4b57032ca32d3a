package org.shouwang.command;

import static org.shouwang.storage.Columns.texts;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tree of units, as directives need it. */
@Repository
class UnitBoard {

  /** Units a reader sees; to be put in front of a query with {@code :tops} and {@code :all}. */
  static final String SEEN =
      """
      with seen as (
        select distinct descendant_id as id from people.unit_closure_ref
        where ancestor_id = any(:tops::uuid[])
      )
      """;

  private static final String NAMES =
      "select id, name, path from people.unit_ref where id = any(:ids::uuid[])";

  private static final String WITHIN =
      """
      select distinct descendant_id from people.unit_closure_ref
      where ancestor_id = any(:tops::uuid[]) and descendant_id = any(:ids::uuid[])
      """;

  private static final String CHOICES =
      """
      select u.id, u.code, u.name, u.kind, u.parent_id from people.unit_ref u
      where :all or exists (
        select from people.unit_closure_ref c
        where c.descendant_id = u.id and c.ancestor_id = any(:tops::uuid[]))
      order by u.code
      """;

  /** The one that commands: the group; where there is none, the topmost unit. */
  private static final String COMMANDING =
      """
      select id from people.unit_ref
      order by (kind = 'group') desc, (parent_id is null) desc, code
      limit 1
      """;

  private final JdbcClient jdbc;

  UnitBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Map<UUID, Named> named(Collection<UUID> ids) {
    Map<UUID, Named> named = new HashMap<>();
    if (!ids.isEmpty()) {
      jdbc.sql(NAMES)
          .param("ids", texts(ids, id -> id))
          .query((row, n) ->
              new Named(
                  row.getObject("id", UUID.class), row.getString("name"), row.getString("path")))
          .list()
          .forEach(unit -> named.put(unit.id(), unit));
    }
    return named;
  }

  /** Those of the units that are one of the topmost or below one. */
  Set<UUID> within(Collection<UUID> tops, Collection<UUID> ids) {
    return new HashSet<>(
        jdbc.sql(WITHIN)
            .param("tops", texts(tops, id -> id))
            .param("ids", texts(ids, id -> id))
            .query(UUID.class)
            .list());
  }

  /** The same for what a reader sees. */
  Set<UUID> within(Sight sight, Collection<UUID> ids) {
    return sight.all() ? Set.copyOf(ids) : within(sight.tops(), ids);
  }

  /** A unit that may be chosen; the one above it need not be among them. */
  record Choice(UUID id, String code, String name, String kind, @Nullable UUID parentId) {}

  /** Units within what somebody may act on. */
  List<Choice> choices(Sight sight) {
    return jdbc.sql(CHOICES)
        .param("all", sight.all())
        .param("tops", texts(sight.tops(), id -> id))
        .query((row, n) ->
            new Choice(
                row.getObject("id", UUID.class),
                row.getString("code"),
                row.getString("name"),
                row.getString("kind"),
                row.getObject("parent_id", UUID.class)))
        .list();
  }

  Optional<UUID> commanding() {
    return jdbc.sql(COMMANDING).query(UUID.class).optional();
  }
}
