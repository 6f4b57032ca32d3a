package org.shouwang.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.scenario.Movements.Kind;
import org.shouwang.scenario.Movements.Near;

/**
 * The generator's secret: who truly was near a patient while they were infectious, and what of it
 * anything records. It comes from where people really were, never from a rule of the software, and
 * never goes through its door but as what patients say in interviews.
 */
final class HiddenTruth {

  private static final Duration DINNER = Duration.ofHours(2);

  /** Together for so long day by day: who is so with a contact has much to do with them. */
  private static final Duration SAME_ROOM = Duration.ofHours(1);

  private final Story story;
  private final Map<LocalDate, Movements> days;
  private final List<Meeting> meetings = new ArrayList<>();

  HiddenTruth(Story story, Map<LocalDate, Movements> days) {
    this.story = story;
    this.days = days;
    story.patients().forEach(this::meet);
  }

  /**
   * An infected person.
   *
   * @param no of the case, in the order in which they are found
   * @param from since when infectious
   * @param until when they were kept apart
   * @param positiveOn day of the first swab of their own that is positive
   * @param onset day of the first symptoms
   */
  record Patient(
      UUID person, int no, Instant from, Instant until, LocalDate positiveOn, LocalDate onset) {}

  /**
   * Somebody was near a patient.
   *
   * @param no of the case
   * @param place code; null in private
   * @param recorded both are shown at the spot by what was handed in, or by the roster
   * @param why why it is not recorded; empty when it is
   */
  record Meeting(
      int no,
      UUID of,
      UUID person,
      Kind kind,
      @Nullable String place,
      Instant from,
      Instant until,
      boolean recorded,
      String why) {}

  /** All meetings, by case and time. */
  List<Meeting> meetings() {
    return meetings.stream()
        .sorted(Comparator.comparingInt(Meeting::no).thenComparing(Meeting::from))
        .toList();
  }

  /** Meetings of a case by person. */
  Map<UUID, List<Meeting>> ofCase(int no) {
    Map<UUID, List<Meeting>> byPerson = new LinkedHashMap<>();
    meetings().stream()
        .filter(it -> it.no() == no)
        .forEach(it -> byPerson.computeIfAbsent(it.person(), p -> new ArrayList<>()).add(it));
    return byPerson;
  }

  /** Which case a person is; 0: none. */
  int caseOf(UUID person) {
    return story.patients().stream()
        .filter(it -> it.person().equals(person))
        .findFirst()
        .map(Patient::no)
        .orElse(0);
  }

  /** What the authority finds when it looks closely at somebody near a patient. */
  enum Class {
    CLOSE,
    /** In the open, with masks on, for minutes. */
    GENERAL,
    NONE
  }

  Class classOf(int no, UUID person) {
    List<Meeting> its = ofCase(no).getOrDefault(person, List.of());
    if (its.isEmpty()) {
      return Class.NONE;
    }
    return its.stream().allMatch(it -> it.kind() == Kind.QUEUE) ? Class.GENERAL : Class.CLOSE;
  }

  /**
   * Who lives with, or works a whole day in one room with, somebody who met a patient in private:
   * contacts of contacts as the authority sees them. Those who are contacts themselves are not
   * among them.
   */
  Set<UUID> secondary() {
    Set<UUID> close = new HashSet<>();
    meetings.stream()
        .filter(it -> it.kind() != Kind.QUEUE)
        .map(Meeting::person)
        .forEach(close::add);
    Set<UUID> second = new HashSet<>();
    Instant since = Story.dinner();
    for (UUID guest : story.guests()) {
      second.addAll(story.housemates(guest));
      days.values().stream()
          .flatMap(it -> it.near(guest, since, Instant.MAX).stream())
          .filter(it -> it.one().kind() == Kind.ROOM)
          .filter(it -> Duration.between(it.from(), it.until()).compareTo(SAME_ROOM) >= 0)
          .forEach(it -> second.add(it.other().person()));
    }
    second.removeAll(close);
    story.patients().forEach(it -> second.remove(it.person()));
    return second;
  }

  private void meet(Patient patient) {
    days.values()
        .forEach(day ->
            day.near(patient.person(), patient.from(), patient.until()).stream()
                .map(it -> meeting(patient, it))
                .forEach(meetings::add));
    if (patient.no() == 1) {
      story.guests().forEach(it -> inPrivate(patient, it, Story.dinner(), "at dinner"));
      story
          .flatmate()
          .ifPresent(
              it -> add(patient, it, Kind.FLAT, patient.from(), patient.until(), "shares a flat"));
    } else if (patient.no() == 3) {
      for (UUID mate : story.housemates(patient.person())) {
        add(patient, mate, Kind.HOUSEHOLD, patient.from(), patient.until(), "");
      }
      story.neighbours().forEach(it -> inPrivate(patient, it, Story.cards(), "at cards"));
    }
  }

  private void inPrivate(Patient patient, UUID person, Instant from, String why) {
    add(patient, person, Kind.PRIVATE, from, from.plus(DINNER), why);
  }

  private void add(
      Patient patient, UUID person, Kind kind, Instant from, Instant until, String why) {
    if (!person.equals(patient.person())) {
      meetings.add(
          new Meeting(
              patient.no(), patient.person(), person, kind, null, from, until, why.isEmpty(), why));
    }
  }

  private Meeting meeting(Patient patient, Near near) {
    boolean shown = shows(near.one()) && shows(near.other());
    String why = "";
    if (!near.one().recordable()) {
      why = "nothing records who sits at which table";
    } else if (!shown) {
      why = "a pass was not scanned";
    }
    return new Meeting(
        patient.no(),
        patient.person(),
        near.other().person(),
        near.one().kind(),
        near.one().place(),
        near.from(),
        near.until(),
        why.isEmpty(),
        why);
  }

  private boolean shows(Movements.Spell spell) {
    return spell.shownBy() == null || story.isHandedIn(spell.shownBy());
  }

  /** As it is kept beside the database, for whoever checks the software. */
  Map<String, Object> asJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("patients", story.patients().stream().map(HiddenTruth::json).toList());
    json.put("meetings", meetings().stream().map(HiddenTruth::json).toList());
    json.put("secondary", secondary().stream().map(UUID::toString).sorted().toList());
    json.put(
        "withoutBadge",
        story.badgeless().stream().map(UUID::toString).collect(Collectors.toList()));
    return json;
  }

  private static Map<String, Object> json(Patient patient) {
    Map<String, Object> json = new HashMap<>();
    json.put("case", patient.no());
    json.put("person", patient.person().toString());
    json.put("from", patient.from().toString());
    json.put("until", patient.until().toString());
    json.put("onset", patient.onset().toString());
    json.put("positiveOn", patient.positiveOn().toString());
    return json;
  }

  private static Map<String, Object> json(Meeting meeting) {
    Map<String, Object> json = new HashMap<>();
    json.put("case", meeting.no());
    json.put("person", meeting.person().toString());
    json.put("kind", meeting.kind().name().toLowerCase(java.util.Locale.ROOT));
    json.put("place", meeting.place() == null ? "" : meeting.place());
    json.put("from", meeting.from().toString());
    json.put("until", meeting.until().toString());
    json.put("recorded", meeting.recorded());
    json.put("why", meeting.why());
    return json;
  }
}
