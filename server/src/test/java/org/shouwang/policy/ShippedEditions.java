package org.shouwang.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.shouwang.clock.WorldClock;

/** The editions that are shipped, for tests of other modules' rules without a database. */
public final class ShippedEditions {

  private static final RuleBook BOOK = new RuleBook(read(), WorldClock.ZONE);

  private ShippedEditions() {}

  /** The rules in force at an instant. */
  public static Snapshot inForce(Instant at) {
    return BOOK.inForce(at);
  }

  /** The editions themselves. */
  public static Editions all() {
    return BOOK;
  }

  private static List<Edition> read() {
    List<Edition> editions = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/editions"))) {
      for (Path file : files.sorted().toList()) {
        EditionReader.Result result = EditionReader.read(Files.readString(file));
        editions.add(
            Objects.requireNonNull(result.edition(), () -> file + " " + result.problems()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return editions;
  }
}
