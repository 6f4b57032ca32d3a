package org.shouwang.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the values of known keys must look like; a typing error in a rule must not open a gate. */
final class RuleKinds {

  private static final Set<String> ACTIONS =
      Set.of("pass", "manual", "re_measure", "test_first", "hold", "deny");
  private static final Set<String> FIELDS =
      Set.of("colour", "temperature", "tripCard", "test", "reason", "host", "escort");
  private static final Set<String> CLASSES =
      Set.of("shift_worker", "visitor", "contractor", "driver", "villager");
  private static final Set<String> COLOURS =
      Set.of(
          "green",
          "yellow",
          "orange",
          "red",
          "expired",
          "unknown",
          "check_failed",
          "timed_out",
          "none");
  private static final Set<String> TRIPS = Set.of("clear", "starred", "risk", "unknown", "none");

  /** Kinds of places at which being together can count. */
  private static final List<String> EXPOSING =
      List.of(
          "park",
          "plant",
          "canteen",
          "holding_room",
          "isolation_site",
          "dormitory",
          "room",
          "steam_plant",
          "heating_station",
          "sewage_plant",
          "shift_bus",
          "public_area");

  private static final List<Kind> KINDS =
      List.of(
          new Numbers("gate.temperature.", Set.of("limit", "min", "max"), 30, 45),
          new Numbers("gate.test.max_age_hours.", CLASSES, 1, 24 * 30),
          new Words("gate.test.", Set.of("counts_from"), Set.of("sample", "report")),
          new Words("gate.colour.action.", COLOURS, ACTIONS),
          new Words("gate.trip.action.", TRIPS, ACTIONS),
          new Lists("gate.mandatory.", CLASSES, FIELDS),
          new Numbers("gate.roster.", Set.of("max_age_hours"), 1, 24 * 30),
          new Numbers("gate.hold.", Set.of("minutes"), 1, 24 * 60),
          new Numbers("rollcall.", Set.of("resident_every_days"), 1, 31),
          new Numbers("rollcall.", Set.of("report_due_hour"), 1, 24),
          new Sizes("sampling.pool.", Set.of("default", "key", "isolated", "apart", "household")),
          new Numbers(
              "sampling.",
              Set.of(
                  "chase_hours",
                  "reconcile_hours",
                  "report_hours",
                  "reswab_hours",
                  "tube_max_age_hours"),
              0,
              24 * 7),
          new Numbers("sampling.queue.", Set.of("wait_minutes"), 1, 24 * 60),
          new Numbers("sampling.point.", Set.of("per_desk_hour"), 1, 1_000),
          new Numbers("exposure.", placed("minutes"), 1, 24 * 60),
          new Flags("exposure.", placed("same_unit")),
          new Words("exposure.", proposing(), Set.of("close", "secondary", "general")),
          new Numbers(
              "cases.",
              Set.of("report_hours", "investigate_hours", "decide_hours", "trace_hours"),
              0.5,
              24 * 30),
          new Numbers("screening.", Set.of("lookback_days"), 0, 60),
          new Places("screening.", Set.of("park_region", "trip_card_home")),
          new Numbers("screening.", Set.of("follow_up_hours"), 0.5, 24 * 30),
          new Numbers("own.need.", Set.of("medicine_hours"), 0.5, 24),
          new Numbers("own.need.", Set.of("morning_until", "evening_until"), 1, 24),
          new Numbers("isolation.", Set.of("child_age"), 0, 18),
          new Numbers("isolation.", Set.of("carer_hours"), 0.5, 24),
          new Diseases("disease.", Set.of("principal", "name")),
          new Conditions("case.definition.", definitions()),
          new Numbers(
              "case.isolation.",
              Set.of("hours_after_symptoms", "hours_after_positive"),
              0,
              24 * 60),
          new Numbers("case.return.", Set.of("food.negatives", "care.negatives"), 1, 10),
          new Numbers("case.return.", Set.of("food.hours_apart", "care.hours_apart"), 0, 24 * 14),
          new Texts("case.return.", Set.of("food.words", "care.words")),
          new Numbers("case.", Set.of("after_discharge_monitoring_days"), 0, 90),
          new Flags("sampling.", Set.of("missed_round_is_evidence")),
          new Names("sampling.", Set.of("exempt_labels")),
          new Steps("duties.ladder.", Set.of("daily", "task", "urgent", "round")));

  /** What evidence leads to; a typing error must not set anybody free. */
  private static final java.util.regex.Pattern STATUS_LEVEL =
      java.util.regex.Pattern.compile("status\\.([a-z0-9_]+\\.)+(then_)?level");

  private static final Set<String> LEVELS = Set.of("watched", "test_first", "held", "barred");

  private RuleKinds() {}

  private static Set<String> placed(String attribute) {
    return EXPOSING.stream()
        .map(kind -> kind + "." + attribute)
        .collect(java.util.stream.Collectors.toSet());
  }

  /** What a case may be called, by all or by any of some conditions. */
  private static Set<String> definitions() {
    return java.util.stream.Stream.of("suspected", "clinical", "confirmed", "asymptomatic")
        .flatMap(name -> java.util.stream.Stream.of(name + ".all", name + ".any"))
        .collect(java.util.stream.Collectors.toSet());
  }

  private static Set<String> proposing() {
    Set<String> names = new java.util.HashSet<>(placed("proposes"));
    names.add("tube.proposes");
    names.add("household.proposes");
    return names;
  }

  /** Of these only the known keys may be used, of others any: a misspelt one would do nothing. */
  private static final List<String> CLOSED =
      List.of(
          "gate.",
          "duties.ladder.",
          "sampling.",
          "screening.",
          "own.",
          "exposure.",
          "cases.",
          "case.",
          "disease.");

  /** Whether the key may be used. */
  static boolean known(String key) {
    if (key.startsWith(IncidentKinds.PREFIX)) {
      return IncidentKinds.known(key);
    }
    return CLOSED.stream().noneMatch(key::startsWith) || kind(key).isPresent();
  }

  /** What the value should be instead, empty when it is right; null withdraws and is right. */
  static Optional<String> wanted(String key, @Nullable Object value) {
    if (value == null) {
      return Optional.empty();
    }
    if (key.startsWith(IncidentKinds.PREFIX)) {
      return IncidentKinds.wanted(key, value);
    }
    if (STATUS_LEVEL.matcher(key).matches()) {
      return LEVELS.contains(value)
          ? Optional.empty()
          : Optional.of(String.join(" | ", LEVELS.stream().sorted().toList()));
    }
    return kind(key).filter(kind -> !kind.takes(value)).map(Kind::wanted);
  }

  private static Optional<Kind> kind(String key) {
    return KINDS.stream()
        .filter(kind -> key.startsWith(kind.prefix()))
        .filter(kind -> kind.names().contains(key.substring(kind.prefix().length())))
        .findFirst();
  }

  private sealed interface Kind {
    String prefix();

    Set<String> names();

    boolean takes(Object value);

    String wanted();
  }

  private record Numbers(String prefix, Set<String> names, double from, double to) implements Kind {
    @Override
    public boolean takes(Object value) {
      return value instanceof Number number
          && number.doubleValue() >= from
          && number.doubleValue() <= to;
    }

    @Override
    public String wanted() {
      return from + " … " + to;
    }
  }

  private record Words(String prefix, Set<String> names, Set<String> words) implements Kind {
    @Override
    public boolean takes(Object value) {
      return value instanceof String word && words.contains(word);
    }

    @Override
    public String wanted() {
      return String.join(" | ", words.stream().sorted().toList());
    }
  }

  private record Lists(String prefix, Set<String> names, Set<String> words) implements Kind {
    @Override
    public boolean takes(Object value) {
      return value instanceof List<?> list && list.stream().allMatch(words::contains);
    }

    @Override
    public String wanted() {
      return "[" + String.join(", ", words.stream().sorted().toList()) + "]";
    }
  }

  /** How many swabs go into a tube. */
  private record Sizes(String prefix, Set<String> names) implements Kind {

    private static final List<Integer> SIZES = List.of(1, 5, 10, 20);

    @Override
    public boolean takes(Object value) {
      return value instanceof Integer size && SIZES.contains(size);
    }

    @Override
    public String wanted() {
      return "1 | 5 | 10 | 20";
    }
  }

  private record Flags(String prefix, Set<String> names) implements Kind {
    @Override
    public boolean takes(Object value) {
      return value instanceof Boolean;
    }

    @Override
    public String wanted() {
      return "true | false";
    }
  }

  /** Names that editions make up themselves. */
  private record Names(String prefix, Set<String> names) implements Kind {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,59}");

    @Override
    public boolean takes(Object value) {
      return value instanceof List<?> list
          && list.stream()
              .allMatch(it -> it instanceof String name && NAME.matcher(name).matches());
    }

    @Override
    public String wanted() {
      return "[medical_management, …]";
    }
  }

  /** Words that a post or another text may have in it. */
  private record Texts(String prefix, Set<String> names) implements Kind {

    private static final int LONGEST = 20;

    @Override
    public boolean takes(Object value) {
      return value instanceof List<?> list
          && !list.isEmpty()
          && list.stream()
              .allMatch(
                  it -> it instanceof String word && !word.isBlank() && word.length() <= LONGEST);
    }

    @Override
    public String wanted() {
      return "[厨师, 食堂, …]";
    }
  }

  /** The key of a disease. */
  private record Diseases(String prefix, Set<String> names) implements Kind {

    @Override
    public boolean takes(Object value) {
      return value instanceof String disease && disease.matches(Rule.DISEASE);
    }

    @Override
    public String wanted() {
      return "covid-19";
    }
  }

  /** Conditions of a case definition: a sign, or a count with its least number. */
  private record Conditions(String prefix, Set<String> names) implements Kind {

    private static final Pattern CONDITION =
        Pattern.compile("[a-z][a-z0-9_]{0,39}(?: ?>= ?[0-9]{1,3}(?:\\.[0-9])?)?");

    @Override
    public boolean takes(Object value) {
      return value instanceof List<?> list
          && !list.isEmpty()
          && list.stream()
              .allMatch(it -> it instanceof String text && CONDITION.matcher(text).matches());
    }

    @Override
    public String wanted() {
      return "[\"laboratory_positive\", \"diarrhoea_24h >= 3\"]";
    }
  }

  /** A place as people write it. */
  private record Places(String prefix, Set<String> names) implements Kind {

    @Override
    public boolean takes(Object value) {
      return value instanceof String place && !place.isBlank() && place.length() <= 100;
    }

    @Override
    public String wanted() {
      return "甘肃省兰州新区";
    }
  }

  /** Steps of a ladder: when, and who is told. */
  private record Steps(String prefix, Set<String> names) implements Kind {

    private static final int MOST = 20;
    private static final Pattern STEP =
        Pattern.compile(
            "(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|[+-][0-9]{1,3}[mh]|0) (?:holder|lead|above|calls)");

    @Override
    public boolean takes(Object value) {
      return value instanceof List<?> list
          && !list.isEmpty()
          && list.size() <= MOST
          && list.stream()
              .allMatch(step -> step instanceof String text && STEP.matcher(text).matches());
    }

    @Override
    public String wanted() {
      return "[\"09:00 holder\", \"-2h holder\", \"0 lead\", \"+30m calls\"]";
    }
  }
}
