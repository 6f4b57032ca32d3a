package org.shouwang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.shouwang.FieldClient.Device;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Live boards on two applications show what either took in, and the one that is left is right. */
class LiveBoardScenarioTests {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> VERDICTS =
      List.of("in", "out", "held", "denied", "re_measured", "manual", "test_first");

  @Test
  void bothBoardsMoveWithWhatEitherTookInAndOneOutlivesTheOther() throws Exception {
    try (ServerProcess first = ServerProcess.start("boards")) {
      FieldClient administrator = new FieldClient(first);
      Device device = administrator.enrol();
      FieldClient command = administrator.colleague("command", "command");
      try (ServerProcess second = ServerProcess.beside(first);
          Watch here = new Watch(command);
          Watch there = new Watch(command.on(second))) {
        PassLoad load = new PassLoad(List.of(first, second), device, 20220309L);
        List<Long> waited = new ArrayList<>();
        for (int passes = 1; passes <= 5; passes++) {
          load.once(1); // to the second
          long start = System.nanoTime();
          here.await(passes);
          there.await(passes);
          waited.add((System.nanoTime() - start) / 1_000_000);
        }
        assertThat(waited.stream().sorted().toList().get(2))
            .as("of five, the middle one; all: %s", waited)
            .isLessThanOrEqualTo(2_000);

        load.start(8);
        TimeUnit.SECONDS.sleep(4);
        second.killServer();
        TimeUnit.SECONDS.sleep(3);
        load.stop();
        assertThat(load.acknowledged()).hasSizeGreaterThan(200);
        load.assertKeptOnce(first);
        here.await(load.acknowledged().size());
        assertThat(here.figures).as("the board that is left").containsAllEntriesOf(counts(first));
      }
    }
  }

  /** What the passes themselves say, by the figure's key. */
  private static Map<String, Long> counts(ServerProcess server) throws IOException, SQLException {
    try (Connection database = server.database();
        Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select 'gates.' || case when action <> 'pass' then replace(replace(replace(action,
                           'hold', 'held'), 'deny', 'denied'), 're_measure', 're_measured')
                         when outward then 'out' else 'in' end as figure, count(*) as n
                from gates.pass group by 1
                """)) {
      Map<String, Long> counts = new HashMap<>();
      while (row.next()) {
        counts.put(row.getString("figure"), row.getLong("n"));
      }
      assertThat(counts).isNotEmpty();
      return counts;
    }
  }

  /** Somebody who looks at a board: what they have been told so far. */
  private static final class Watch implements AutoCloseable {

    private final Map<String, Long> figures = new ConcurrentHashMap<>();
    private final InputStream stream;
    private final BufferedReader told;
    private final Thread reader;

    Watch(FieldClient who) throws IOException, InterruptedException {
      stream = who.stream("/api/v1/reports/board/events", Duration.ofSeconds(10));
      told = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      reader = Thread.ofVirtual().start(this::read);
    }

    private void read() {
      try {
        for (String line = told.readLine(); line != null; line = told.readLine()) {
          if (line.startsWith("data:{")) {
            JsonNode data = JSON.readTree(line.substring("data:".length()));
            data.path("figures")
                .properties()
                .forEach(figure -> figures.put(figure.getKey(), figure.getValue().longValue()));
          }
        }
      } catch (IOException gone) {
        // its server was killed, or the watch is over: what was told stays told
      }
    }

    /** All passes, whatever their verdict. */
    private long passes() {
      return VERDICTS.stream().mapToLong(it -> figures.getOrDefault("gates." + it, 0L)).sum();
    }

    void await(long passes) throws InterruptedException {
      for (int i = 0; i < 1_000 && passes() != passes; i++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(passes()).isEqualTo(passes);
    }

    /** The stream itself: the reader around it is locked by whoever waits for its next line. */
    @Override
    public void close() throws IOException, InterruptedException {
      stream.close();
      reader.join(5_000);
    }
  }
}
