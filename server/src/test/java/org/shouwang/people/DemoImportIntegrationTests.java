package org.shouwang.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Actor;
import org.shouwang.people.ImportStore.Import;
import org.shouwang.scenario.DemoFiles;
import org.shouwang.security.Caller;
import org.springframework.beans.factory.annotation.Autowired;

/** The demo's files come in as they were made: all clean rows, none of the dirty ones. */
class DemoImportIntegrationTests extends IntegrationTest {

  @Autowired Imports imports;
  @Autowired ImportStore store;
  @Autowired People people;

  @TempDir Path directory;

  @Test
  void allCleanPeopleComeInAndEveryDirtyRowIsNamed() throws Exception {
    DemoFiles.Made made = DemoFiles.make(directory);
    assertThat(take(made.units()).bad()).isZero();
    assertThat(take(made.places()).bad()).isZero();
    int good = 0;
    int bad = 0;
    int duplicates = 0;
    Instant start = Instant.now();
    for (Path file : made.people()) {
      Import job = take(file);
      good += job.good() + job.unchanged();
      bad += job.bad();
      duplicates += job.duplicates();
    }
    System.err.println("demo people: " + Duration.between(start, Instant.now()));
    assertThat(good).isEqualTo(made.clean());
    assertThat(bad).isEqualTo(made.dirt().size());
    assertThat(duplicates).isLessThan(50);
    UUID gate =
        people.places().values().stream()
            .filter(place -> place.code().equals("GATE1"))
            .findFirst()
            .orElseThrow()
            .id();
    List<RosterEntry> roster = people.roster(gate, new byte[32], Actor.SYSTEM);
    assertThat(roster).hasSizeGreaterThan(3_000);
    assertThat(roster.getFirst().keys()).isNotEmpty();
    assertThat(people.place(gate).orElseThrow().entersLevel()).isEqualTo("park");
  }

  private Import take(Path file) throws Exception {
    UUID id;
    try (InputStream in = Files.newInputStream(file)) {
      id = imports.start(file.getFileName().toString(), in, ImportKind.AUTO, Caller.SYSTEM);
    }
    Import read = await(id, Set.of("previewed", "failed"));
    assertThat(read.failure()).isNull();
    imports.commit(read, Caller.SYSTEM);
    Import done = await(id, Set.of("committed", "failed"));
    assertThat(done.failure()).isNull();
    return done;
  }

  private Import await(UUID id, Set<String> states) throws InterruptedException {
    Instant until = Instant.now().plusSeconds(120);
    while (Instant.now().isBefore(until)) {
      Import job = store.find(id).orElseThrow();
      if (states.contains(job.state())) {
        return job;
      }
      Thread.sleep(30);
    }
    throw new AssertionError("the import did not end");
  }
}
