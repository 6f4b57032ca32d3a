package org.shouwang.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shouwang.isolation.RoomRules.Hint.CHILD_ALONE;
import static org.shouwang.isolation.RoomRules.Hint.COUNTERPART_HOME;
import static org.shouwang.isolation.RoomRules.Hint.COUNTERPART_SITE;
import static org.shouwang.isolation.RoomRules.Reason.COUNTERPART;
import static org.shouwang.isolation.RoomRules.Reason.FULL;
import static org.shouwang.isolation.RoomRules.Reason.TAKEN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shouwang.isolation.RoomRules.Fit;
import org.shouwang.isolation.RoomRules.Inside;
import org.shouwang.isolation.RoomRules.Newcomer;
import org.shouwang.isolation.RoomRules.Person;
import org.shouwang.isolation.RoomRules.Room;

/**
 * A table of rooms. People are one letter, {@code a+1} of household 1; A/B pairs are {@code p/q}
 * and {@code r/s}; {@code k>c} says that c stays with k.
 */
class RoomRulesUnitTests {

  private static final List<Set<String>> PAIRS = List.of(Set.of("p", "q"), Set.of("r", "s"));

  @ParameterizedTest(name = "{0} into [{1}] of {2}, at the site [{3}]: {4}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # newcomer | in the room       | beds | elsewhere | what is said
          a          | -                 | -    | -         | -
          a          | -                 | 1    | -         | -
          a          | b                 | -    | -         | TAKEN
          a          | b                 | 2    | -         | TAKEN
          a+1        | b+1               | -    | -         | -
          a+1        | b+1               | 2    | -         | -
          a+1        | b+1 c+1           | 2    | -         | FULL
          a+1        | b+2               | 4    | -         | TAKEN
          a+1        | b+1 c+2           | 4    | -         | TAKEN
          a+1        | b                 | 1    | -         | TAKEN FULL
          # already in it because of another order
          a          | a                 | 1    | -         | -
          # A/B pairs
          p          | q                 | 4    | -         | TAKEN COUNTERPART
          p+1        | q+1               | -    | -         | COUNTERPART_HOME
          p+1        | q+2 a+1           | 4    | -         | TAKEN COUNTERPART
          p          | -                 | -    | q         | COUNTERPART_SITE
          p+1        | -                 | -    | q+1       | -
          p          | -                 | -    | r a       | -
          # children, and those who need help
          k?         | -                 | -    | -         | CHILD_ALONE
          k+1?       | a+1               | -    | -         | CHILD_ALONE
          k>c        | -                 | 1    | -         | FULL
          k>c        | -                 | 2    | -         | -
          k>c        | c                 | 2    | -         | -
          k>c        | b                 | 4    | -         | TAKEN
          # two children with one carer
          k>c        | j>c c             | 3    | -         | -
          k>c        | j>c c             | 2    | -         | FULL
          k>c        | j>b b             | 4    | -         | TAKEN
          # who cares for one of them is one of them
          a+1        | k+1>c c           | 3    | -         | -
          c          | k+1>c c           | 2    | -         | -
          c+2        | k+1>c c+2         | 2    | -         | -
          b+2        | k+1>c+2 c+2       | 3    | -         | -
          # a carer is kept apart from their counterpart, too
          k>p        | -                 | -    | q         | COUNTERPART_SITE
          k+1>p      | a+1>q q           | 9    | -         | COUNTERPART
          r?>s       | -                 | -    | -         | COUNTERPART
          """)
  void aRoomDoesOrItIsSaidWhyNot(
      String newcomer,
      @Nullable String inside,
      @Nullable Integer capacity,
      @Nullable String elsewhere,
      @Nullable String said) {
    Room room =
        new Room(UUID.randomUUID(), "101", UUID.randomUUID(), "site", capacity, people(inside));
    Fit fit = RoomRules.fit(newcomer(newcomer), room, people(elsewhere));
    List<String> all =
        Stream.concat(fit.reasons().stream(), fit.hints().stream()).map(Enum::name).toList();
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(said == null ? List.of() : List.of(said.split(" ")));
    assertThat(fit.fits())
        .isEqualTo(
            all.stream()
                .noneMatch(
                    it -> Set.of(TAKEN.name(), FULL.name(), COUNTERPART.name()).contains(it)));
    assertThat(Set.of(COUNTERPART_SITE, COUNTERPART_HOME, CHILD_ALONE)).containsAll(fit.hints());
  }

  private static Newcomer newcomer(String text) {
    String[] parts = text.replace("?", "").split(">");
    return new Newcomer(
        person(parts[0]),
        text.contains("?") || parts.length > 1,
        parts.length > 1 ? person(parts[1]) : null);
  }

  private static List<Inside> people(@Nullable String text) {
    List<Inside> people = new ArrayList<>();
    for (String each : text == null ? new String[0] : text.split(" ")) {
      String[] parts = each.split(">");
      people.add(new Inside(person(parts[0]), parts.length > 1 ? person(parts[1]).id() : null));
    }
    return people;
  }

  private static Person person(String text) {
    String[] parts = text.split("\\+");
    UUID[] others =
        PAIRS.stream()
            .filter(it -> it.contains(parts[0]))
            .flatMap(Set::stream)
            .filter(it -> !it.equals(parts[0]))
            .map(RoomRulesUnitTests::id)
            .toArray(UUID[]::new);
    return new Person(
        id(parts[0]),
        parts.length > 1 ? id("household " + parts[1]) : null,
        Set.copyOf(Arrays.asList(others)));
  }

  private static UUID id(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
