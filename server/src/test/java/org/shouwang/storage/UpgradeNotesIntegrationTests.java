package org.shouwang.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shouwang.IntegrationTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever plans an upgrade runs the statements of the handbook: they say what they promise. */
class UpgradeNotesIntegrationTests extends IntegrationTest {

  private static final Pattern SQL = Pattern.compile("```sql\n(.*?);\n```", Pattern.DOTALL);

  @Autowired JdbcClient jdbc;

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void theHandbookSaysHowLargeTheTablesAreAndWhatMigrationsTook(String language)
      throws IOException {
    String handbook = Files.readString(Path.of("..", "docs", language, "handbook.md"));
    List<String> statements = SQL.matcher(handbook).results().map(match -> match.group(1)).toList();
    assertThat(statements).hasSize(2);
    List<Map<String, Object>> sizes = jdbc.sql(statements.getFirst()).query().listOfRows();
    assertThat(sizes)
        .extracting(row -> row.get("parent").toString())
        .containsExactlyInAnyOrder("audit.entry", "duties.duty", "gates.pass", "presence.stay");
    assertThat(sizes).allSatisfy(row -> assertThat(row.get("size").toString()).isNotBlank());
    assertThat(jdbc.sql(statements.getLast()).query().listOfRows())
        .extracting(row -> row.get("description"))
        .contains("duties by cause");
  }
}
