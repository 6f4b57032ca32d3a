package org.shouwang.incidents;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.cases.CaseBook;
import org.shouwang.clock.WorldClock;
import org.shouwang.isolation.Isolation;
import org.shouwang.people.People;
import org.shouwang.people.PersonSummary;
import org.shouwang.people.PlaceSummary;
import org.shouwang.sampling.Sampling;
import org.shouwang.web.Messages;
import org.springframework.stereotype.Component;

/** What the records say for the fields of a report, in Chinese: the authority reads it. */
@Component
class ReportFilling {

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final IncidentStore incidents;
  private final SignalStore signals;
  private final CaseBook cases;
  private final Isolation isolation;
  private final KeptOut keptOut;
  private final People people;
  private final Sampling sampling;
  private final Messages messages;
  private final WorldClock world;

  ReportFilling(
      IncidentStore incidents,
      SignalStore signals,
      CaseBook cases,
      Isolation isolation,
      KeptOut keptOut,
      People people,
      Sampling sampling,
      Messages messages,
      WorldClock world) {
    this.incidents = incidents;
    this.signals = signals;
    this.cases = cases;
    this.isolation = isolation;
    this.keptOut = keptOut;
    this.people = people;
    this.sampling = sampling;
    this.messages = messages;
    this.world = world;
  }

  /** What the records say for some reports of an incident, read once for all of them. */
  Map<UUID, Map<String, String>> records(Incident incident, List<Report> reports) {
    if (reports.isEmpty()) {
      return Map.of();
    }
    Map<String, String> shared = shared(incident);
    Map<UUID, Map<String, String>> ofCases = ofCases(reports);
    Map<UUID, Map<String, String>> filled = new HashMap<>();
    for (Report each : reports) {
      Map<String, String> records = new HashMap<>(shared);
      if (each.caseId() != null) {
        records.putAll(ofCases.getOrDefault(each.caseId(), Map.of()));
      }
      filled.put(each.id(), records);
    }
    return filled;
  }

  private Map<String, String> shared(Incident incident) {
    List<UUID> carried =
        incidents.carried(List.of(incident.id())).getOrDefault(incident.id(), List.of());
    Map<String, String> records = new HashMap<>();
    records.put("number", incident.number());
    records.put("level", words("level." + incident.level(), Map.of()));
    records.put("cases", String.valueOf(carried.size()));
    found(incident, records);
    figures(carried, records);
    records.put("measures", measures(incident));
    return records;
  }

  private void found(Incident incident, Map<String, String> records) {
    List<Signal> of = signals.of(List.of(incident.id()));
    if (of.isEmpty()) {
      return;
    }
    Signal first = of.getFirst();
    records.put("foundAt", minute(first.at()));
    records.put(
        "foundHow",
        first.what().isBlank() ? words("signal." + first.kind().key(), Map.of()) : first.what());
  }

  private void figures(List<UUID> carried, Map<String, String> records) {
    Map<String, Long> contacts = new HashMap<>();
    cases
        .contacts(carried)
        .values()
        .forEach(each -> each.forEach((state, n) -> contacts.merge(state, n, Long::sum)));
    records.put("candidates", count(contacts, "candidate"));
    records.put("close", count(contacts, "close"));
    records.put("secondary", count(contacts, "secondary"));
    records.put("general", count(contacts, "general"));
    Map<String, Long> orders = isolation.counts(carried);
    records.put("isolated", count(orders, "ordered"));
    records.put("released", count(orders, "released"));
    records.put("held", String.valueOf(keptOut.of(carried).total()));
    records.put("places", places(cases.places(carried)));
  }

  private static String count(Map<String, Long> counts, String key) {
    return String.valueOf(counts.getOrDefault(key, 0L));
  }

  private String places(Collection<UUID> ids) {
    Map<UUID, PlaceSummary> places = people.places();
    return String.join(
        "、",
        ids.stream()
            .map(places::get)
            .filter(Objects::nonNull)
            .map(it -> Objects.requireNonNull(it).name())
            .toList());
  }

  /** Steps that were done, one a line, with when and by whom. */
  private String measures(Incident incident) {
    List<String> lines = new ArrayList<>();
    for (StepRow step :
        incidents.stepsOf(List.of(incident.id())).getOrDefault(incident.id(), List.of())) {
      Instant at = step.doneAt();
      if (step.state().equals("done") && at != null) {
        lines.add(
            minute(at) + " " + step.zh() + (step.note() == null ? "" : " (" + step.note() + ")"));
      }
    }
    return String.join("\n", lines);
  }

  /** What is known of the persons of cases. */
  private record Known(
      Map<UUID, PersonSummary> cards,
      Map<UUID, People.Vital> vitals,
      List<Sampling.OwnSwab> positives) {}

  private Map<UUID, Map<String, String>> ofCases(List<Report> reports) {
    Set<UUID> ids = new HashSet<>();
    for (Report each : reports) {
      if (each.caseId() != null) {
        ids.add(each.caseId());
      }
    }
    List<CaseBook.Summary> files = cases.of(ids);
    Set<UUID> persons = files.stream().map(CaseBook.Summary::person).collect(Collectors.toSet());
    Known known = new Known(people.facts(persons), people.vitals(persons), positives(files));
    Map<UUID, Map<String, String>> filled = new HashMap<>();
    files.forEach(it -> filled.put(it.id(), ofCase(it, known)));
    return filled;
  }

  private List<Sampling.OwnSwab> positives(List<CaseBook.Summary> files) {
    List<CaseBook.Summary> sampled = files.stream().filter(it -> it.sampledAt() != null).toList();
    return sampled.stream()
        .map(ReportFilling::since)
        .min(Comparator.naturalOrder())
        .map(since ->
            sampling
                .swabs(
                    sampled.stream().map(CaseBook.Summary::person).collect(Collectors.toSet()),
                    since)
                .stream()
                .filter(it -> it.result() == Sampling.Outcome.POSITIVE)
                .toList())
        .orElse(List.of());
  }

  private static Instant since(CaseBook.Summary file) {
    return Objects.requireNonNull(file.sampledAt()).minusSeconds(1);
  }

  private Map<String, String> ofCase(CaseBook.Summary file, Known known) {
    Map<String, String> records = new HashMap<>();
    put(records, "caseNumber", file.number());
    put(records, "caseClass", words("classification." + file.classification(), Map.of()));
    put(records, "onset", file.onset() == null ? null : file.onset().toString());
    put(records, "symptoms", file.symptoms());
    put(records, "sampledAt", file.sampledAt() == null ? null : minute(file.sampledAt()));
    put(records, "laboratory", laboratory(file, known.positives()));
    PersonSummary card = known.cards().get(file.person());
    if (card != null) {
      put(records, "name", card.name());
      put(records, "unit", card.unitPath() == null ? card.unitName() : card.unitPath());
    }
    People.Vital vital = known.vitals().get(file.person());
    if (vital != null) {
      put(records, "sex", vital.sex() == null ? null : words("sex." + vital.sex(), Map.of()));
      put(records, "age", vital.birthDate() == null ? null : age(vital.birthDate()));
      put(records, "home", vital.home());
      put(records, "post", vital.post());
    }
    return records;
  }

  /** The first own swab that is positive for what the case is of. */
  private @Nullable String laboratory(CaseBook.Summary file, List<Sampling.OwnSwab> positives) {
    return positives.stream()
        .filter(it -> it.person().equals(file.person()) && it.disease().equals(file.disease()))
        .filter(it -> file.sampledAt() != null && !it.at().isBefore(since(file)))
        .findFirst()
        .map(it -> words("laboratory", Map.of("tube", it.tube(), "at", minute(it.at()))))
        .orElse(null);
  }

  private String age(LocalDate born) {
    return String.valueOf(Period.between(born, world.today()).getYears());
  }

  private static void put(Map<String, String> records, String key, @Nullable String value) {
    if (value != null) {
      records.put(key, value);
    }
  }

  private String words(String key, Map<String, ?> values) {
    return messages.text(Locale.SIMPLIFIED_CHINESE, "incidents.said." + key, values);
  }

  private static String minute(Instant at) {
    return MINUTE.format(at.atZone(WorldClock.ZONE));
  }
}
