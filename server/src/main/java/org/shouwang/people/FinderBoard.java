package org.shouwang.people;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose numbers and names these are. */
@Repository
class FinderBoard {

  private static final String BY_DOCUMENT =
      """
      select encode(d.key, 'hex'), p.id, p.name
      from people.document d
      join people.person o on o.id = d.person_id
      join people.person p on p.id = coalesce(o.alias_of, o.id)
      where d.key = any(:keys)
      """;

  private static final String BY_PHONE =
      """
      select distinct encode(f.key, 'hex'), p.id, p.name
      from people.phone f
      join people.person o on o.id = f.person_id
      join people.person p on p.id = coalesce(o.alias_of, o.id)
      where f.key = any(:keys) and f.until is null
      """;

  private static final String NAMESAKES =
      """
      select name, count(*) from people.person
      where name = any(:names) and alias_of is null and not provisional
      group by name
      """;

  private final JdbcClient jdbc;

  FinderBoard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Who has a number. */
  record Owner(String hex, UUID person, @Nullable String name) {

    /** A provisional person may have no name yet. */
    boolean isNamed(String other) {
      return name == null || Texts.name(name).equalsIgnoreCase(other);
    }
  }

  List<Owner> byDocument(Collection<byte[]> keys) {
    return owners(BY_DOCUMENT, keys);
  }

  List<Owner> byPhone(Collection<byte[]> keys) {
    return owners(BY_PHONE, keys);
  }

  private List<Owner> owners(String sql, Collection<byte[]> keys) {
    return jdbc.sql(sql)
        .param("keys", SqlArrays.bytes(keys))
        .query(
            (row, n) -> new Owner(row.getString(1), row.getObject(2, UUID.class), row.getString(3)))
        .list();
  }

  Map<String, Integer> namesakes(Collection<String> names) {
    Map<String, Integer> counts = new HashMap<>();
    jdbc.sql(NAMESAKES)
        .param("names", SqlArrays.texts(names))
        .query(row -> {
          counts.put(row.getString(1), row.getInt(2));
        });
    return counts;
  }
}
