package org.shouwang.screening;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Where people live. */
@Repository
class HomeBoard {

  /** A home names the area's narrowest part, or it isn't in it. */
  private static final String IN =
      """
      select person_id, unit_id, post, key_post, home from people.home_ref
      where position(:last in home) > 0
      order by person_id
      """;

  private final JdbcClient jdbc;

  HomeBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Somebody and where they live. */
  record Home(
      UUID person, @Nullable UUID unit, @Nullable String post, boolean keyPost, String home) {}

  /** Who lives in an area, as far as their homes say. */
  List<Home> in(Region area) {
    return jdbc
        .sql(IN)
        .param("last", area.last())
        .query((row, n) ->
            new Home(
                row.getObject("person_id", UUID.class),
                row.getObject("unit_id", UUID.class),
                row.getString("post"),
                row.getBoolean("key_post"),
                row.getString("home")))
        .stream()
        .filter(it -> Region.of(it.home()).in(area) == Region.Match.INSIDE)
        .toList();
  }
}
