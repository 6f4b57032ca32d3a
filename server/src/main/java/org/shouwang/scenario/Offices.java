package org.shouwang.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everybody who acts in the days that are played, and what they hand in on a day. */
final class Offices {

  /** Full hours at which somebody acts also on a light day. */
  static final Set<Integer> HOURS = Set.of(7, 9, 10, 11, 15, 16, 18, 20);

  private final Story story;
  private final Office office;
  private final SamplingOffice sampling;
  private final CasesOffice cases;
  private final IncidentOffice incidents;
  private final IsolationOffice isolation;

  private Offices(
      Story story,
      Office office,
      SamplingOffice sampling,
      CasesOffice cases,
      IncidentOffice incidents,
      IsolationOffice isolation) {
    this.story = story;
    this.office = office;
    this.sampling = sampling;
    this.cases = cases;
    this.incidents = incidents;
    this.isolation = isolation;
  }

  /**
   * For one replay.
   *
   * @param signedIn a client of the demo's account of a role
   * @param bulletin the day of the bulletin; null: nobody reports
   */
  static Offices of(
      Function<String, ScenarioClient> signedIn,
      SetUp setUp,
      Player player,
      ReplayStore store,
      List<Participant> roster,
      @Nullable LocalDate bulletin) {
    Map<String, UUID> places = setUp.places();
    Story story = Story.of(roster, setUp::housemates);
    ScenarioClient command = signedIn.apply("command");
    ScenarioClient lead = signedIn.apply("sampling_lead");
    Player laboratory = new Player(signedIn.apply("laboratory"), places, Map.of());
    IsolationOffice isolation =
        new IsolationOffice(
            signedIn.apply("isolation_lead"),
            signedIn.apply("transfer_officer"),
            signedIn.apply("follow_up_worker"),
            lead,
            player,
            laboratory,
            story,
            store);
    return new Offices(
        story,
        new Office(command, player, store, bulletin),
        new SamplingOffice(lead, player, laboratory, store, story, isolation::away),
        new CasesOffice(
            signedIn.apply("investigator"), signedIn.apply("cdc_liaison"), places, story, store),
        new IncidentOffice(command, store),
        isolation);
  }

  /** What is handed in on a day: of what happens, not all is recorded. */
  List<PlannedFact> plan(LocalDate day) {
    List<PlannedFact> plan = new ArrayList<>();
    if (!day.isAfter(DaysPlan.BUSY_UNTIL)) {
      Set<UUID> away = isolation.away(day);
      DaysPlan.of(story.roster(), day, DemoFiles.SEED).stream()
          .filter(story::isHandedIn)
          .filter(it -> it.person() == null || !away.contains(it.person()))
          .forEach(plan::add);
      plan.addAll(isolation.accounts(day));
      plan.addAll(sampling.facts(day));
    }
    plan.sort(Comparator.comparing(PlannedFact::delivered));
    return plan;
  }

  /** Does what is due at an hour. */
  void at(Instant hour, Spent spent) {
    spent.on("office", () -> office.at(hour));
    spent.on("sampling", () -> sampling.at(hour));
    spent.on("cases", () -> cases.at(hour));
    spent.on("incidents", () -> incidents.at(hour));
    spent.on("isolation", () -> isolation.at(hour));
  }

  /**
   * Keeps the truth in a file beside the database, once all of it has happened: for whoever checks
   * what the software found.
   */
  void keepTruth(LocalDate day, Path file) {
    if (day.equals(SamplingPlan.POSITIVE_DAY.plusDays(1))) {
      try {
        Files.writeString(file, ScenarioJson.text(cases.truth().asJson()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
