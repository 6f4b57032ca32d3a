package org.shouwang.linelists;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.linelists.ListStore.LineList;
import org.shouwang.people.People;
import org.shouwang.people.PersonFinder;
import org.shouwang.people.PersonFinder.Answer;
import org.shouwang.people.PersonFinder.Clue;
import org.springframework.stereotype.Component;

/** Whom the rows of a list mean. */
@Component
class Persons {

  private final PersonFinder finder;
  private final People people;

  Persons(PersonFinder finder, People people) {
    this.finder = finder;
    this.people = people;
  }

  /**
   * Whom a row means.
   *
   * @param id null: somebody to be noted first, or nobody
   * @param noted by which they are to be noted
   * @param reason why nobody
   */
  record Meant(@Nullable UUID id, @Nullable Clue noted, @Nullable RowReason reason) {}

  /**
   * @param within only people of the acting caller's units count
   */
  List<Meant> meant(LineList job, Mapping mapping, List<Draft> drafts, boolean within) {
    List<Clue> clues =
        drafts.stream()
            .map(it -> new Clue(it.documentType(), it.document(), it.phone(), it.name()))
            .toList();
    List<Answer> answers = finder.find(clues);
    Set<UUID> found = new HashSet<>();
    for (Answer answer : answers) {
      if (answer instanceof Answer.Found(UUID person)) {
        found.add(person);
      }
    }
    Set<UUID> seen = within ? people.visible(job.by().scope(), found) : found;
    List<Meant> meant = new ArrayList<>(answers.size());
    for (int i = 0; i < answers.size(); i++) {
      meant.add(meant(answers.get(i), clues.get(i), seen, job, mapping));
    }
    return meant;
  }

  private static Meant meant(
      Answer answer, Clue clue, Set<UUID> seen, LineList job, Mapping mapping) {
    return switch (answer) {
      case Answer.Found(UUID person) ->
          seen.contains(person)
              ? new Meant(person, null, null)
              : nobody(RowReason.of("linelists.person_elsewhere", name(mapping)));
      case Answer.Unusable(boolean document, String code) -> {
        String header = mapping.header(document ? Field.DOCUMENT : Field.PHONE);
        yield nobody(RowReason.of(code, header).with("field", String.valueOf(header)));
      }
      case Answer.OtherName() ->
          nobody(RowReason.of("linelists.other_name", mapping.header(Field.DOCUMENT)));
      case Answer.Several(int candidates) ->
          nobody(
              RowReason.of("linelists.several_people", name(mapping))
                  .with("candidates", candidates));
      case Answer.Nobody(boolean documented) -> {
        if (!documented) {
          yield nobody(RowReason.of("linelists.person_unknown", name(mapping)));
        }
        boolean noted = job.settings().noteUnknown() && job.by().scope().everywhere();
        yield noted
            ? new Meant(null, clue, null)
            : nobody(RowReason.of("linelists.person_unregistered", name(mapping)));
      }
    };
  }

  private static Meant nobody(RowReason reason) {
    return new Meant(null, null, reason);
  }

  private static @Nullable String name(Mapping mapping) {
    String whole = mapping.header(Field.NAME);
    return whole != null ? whole : mapping.header(Field.FAMILY_NAME);
  }
}
