package org.shouwang.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.clock.WorldClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class TallyFoldIntegrationTests extends IntegrationTest {

  @Autowired private PassStore store;
  @Autowired private PassBoard board;
  @Autowired private JdbcClient jdbc;
  @Autowired private WorldClock world;

  @Test
  void aMinuteBecomesOneRowAKindAndNoPassIsLostWhileMoreComeIn() {
    UUID place = UUID.randomUUID();
    Instant begin = world.now().minusSeconds(600);
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> {
          for (int i = 0; i < 300; i++) {
            store.tally(
                Map.of(
                    new PassStore.Tally(place, i % 3 == 0, "pass"),
                    new PassStore.Counted(2, begin.plusSeconds(i))));
          }
        });
    while (!writing.isDone()) {
      store.foldTally(begin.minusSeconds(60), begin.plusSeconds(600));
    }
    writing.join();
    store.foldTally(begin.minusSeconds(60), begin.plusSeconds(600));
    List<Integer> rows =
        jdbc.sql("select passes from gates.tally where place_id = :place")
            .param("place", place)
            .query(Integer.class)
            .list();
    assertThat(rows).hasSizeBetween(10, 12); // five or six minutes, two directions
    assertThat(rows.stream().mapToInt(it -> it).sum()).isEqualTo(600);
    assertThat(
            board.tally(begin.minusSeconds(60), begin.plusSeconds(600)).stream()
                .filter(it -> it.place().equals(place))
                .mapToLong(PassBoard.Tallied::passes)
                .sum())
        .isEqualTo(600);
  }
}
