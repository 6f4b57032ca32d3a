package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The page on many machines speaks of each hot table, in both languages, and names the column that
 * its primary key begins with: rows of one key then lie on one node.
 */
class ScaleIntegrationTests extends IntegrationTest {

  /** Every table that is partitioned by time or id, and the first column of its primary key. */
  private static final String HOT =
      """
      select n.nspname || '.' || c.relname as name,
             coalesce((select a.attname from pg_index i
                       join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
                       where i.indrelid = c.oid and i.indisprimary), '-') as key
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'p'
      """;

  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z_]+\\.[a-z_]+)` \\| `([a-z_-]+)` \\|.*");

  @Autowired private JdbcClient jdbc;

  @Test
  void everyHotTableIsOnThePageWithTheKeyItReallyHas() throws IOException {
    Map<String, String> real = new TreeMap<>();
    jdbc.sql(HOT)
        .query(row -> {
          real.put(row.getString("name"), row.getString("key"));
        });
    assertThat(real).containsKey("gates.pass");
    for (String language : List.of("zh", "en")) {
      assertThat(told(language)).as("docs/%s/scale.md", language).isEqualTo(real);
    }
  }

  private static Map<String, String> told(String language) throws IOException {
    Map<String, String> told = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", language, "scale.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        told.put(row.group(1), row.group(2));
      }
    }
    return told;
  }
}
