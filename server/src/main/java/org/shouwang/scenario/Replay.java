package org.shouwang.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.scenario.ReplayStore.Progress;
import org.shouwang.scenario.ReplayStore.Sent;
import org.shouwang.scenario.ScenarioClient.ScenarioFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/**
 * Plays the morning of 2022-03-08 on the demo, in a thread of its own, through the public interface
 * and on the world clock; then leaves the system live on that clock with a trickle of passes.
 */
@Service
class Replay {

  private static final Logger log = LoggerFactory.getLogger(Replay.class);
  private static final Duration STEP = Duration.ofSeconds(30);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String HOLDERS = "GATE|PG|VC|RC|SP";

  private final ReplayStore store;
  private final ReplaySettings settings;
  private final WorldClock world;
  private final Clock wall;
  private final Environment environment;
  private final boolean demo;
  private final Path files;
  private volatile boolean cancelled;
  private @Nullable Thread thread;

  Replay(
      ReplayStore store,
      ReplaySettings settings,
      WorldClock world,
      Clock wall,
      Environment environment,
      @Value("${shouwang.demo:false}") boolean demo,
      @Value("${shouwang.data}/demo-files") Path files) {
    this.store = store;
    this.settings = settings;
    this.world = world;
    this.wall = wall;
    this.environment = environment;
    this.demo = demo;
    this.files = files;
  }

  @EventListener
  void on(ApplicationReadyEvent ready) {
    if (demo && settings.play()) {
      start();
    }
  }

  @EventListener
  void on(ContextClosedEvent closed) {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  /**
   * Starts or goes on, unless it runs or has ended. One that ended goes on when a later day was set
   * since.
   */
  synchronized void start() {
    Progress before = store.read();
    Instant to = before.playedTo();
    boolean ended =
        before.state().equals("cancelled")
            || (before.state().equals("done") && (to == null || !to.isBefore(settings.end())));
    if (thread == null && !ended) {
      thread = Thread.ofPlatform().name("replay").daemon().start(this::run);
    }
  }

  /** Ends it after the step under way; the system stays as it is then. */
  void cancel() {
    cancelled = true;
    if (thread == null) {
      store.state("cancelled", null, wall.instant());
    }
  }

  private void run() {
    try {
      play();
    } catch (ScenarioFailed | IOException | java.io.UncheckedIOException e) {
      if (!Thread.currentThread().isInterrupted()) {
        log.error("the replay can't go on", e);
        store.state("failed", e.getMessage(), wall.instant());
      }
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        log.error("the replay can't go on", e);
        store.state("failed", e.getClass().getSimpleName(), wall.instant());
      }
    }
  }

  private void play() throws IOException {
    int port = Integer.parseInt(environment.getRequiredProperty("local.server.port"));
    ScenarioClient admin = signedIn(port, "administrator");
    ScenarioClient command = signedIn(port, "command");
    SetUp setUp = new SetUp(admin);
    Progress before = store.read();
    if (before.playedTo() == null) {
      world.set(settings.begin(), 0);
      if (before.startedAt() != null || setUp.isEmpty()) {
        store.state("importing", null, wall.instant());
        setUp.importAll(files, settings.park(), this::tell);
        setUp.giveLeadAUnit();
      }
    }
    store.state("enrolling", null, wall.instant());
    Map<String, UUID> places = setUp.places();
    Map<UUID, String> tokens = setUp.enrol(holders(places));
    tell("设备 devices: " + tokens.size());
    List<Participant> roster = roster(setUp);
    Player player = new Player(command, places, tokens);
    if (before.playedTo() == null || before.playedTo().isBefore(settings.end())) {
      if (settings.days()) {
        days(player, offices(port, setUp, player, roster), before);
      } else {
        morning(player, roster, before.playedTo());
      }
      world.set(settings.end(), 1);
    }
    if (cancelled) {
      store.state("cancelled", null, wall.instant());
      return;
    }
    live(player, roster);
  }

  private Offices offices(int port, SetUp setUp, Player player, List<Participant> roster) {
    return Offices.of(
        role -> signedIn(port, role),
        setUp,
        player,
        store,
        roster,
        settings.reports() ? settings.lastBusy() : null);
  }

  private static ScenarioClient signedIn(int port, String role) {
    ScenarioClient client = new ScenarioClient(port);
    for (JsonNode account : client.get("/meta").path("demoAccounts")) {
      if (account.path("role").asString("").equals(role)) {
        client.signIn(account.path("username").asString(""), account.path("password").asString(""));
        return client;
      }
    }
    throw new ScenarioFailed("the demo has no account of the role " + role);
  }

  private static Map<String, UUID> holders(Map<String, UUID> places) {
    Map<String, UUID> holders = new LinkedHashMap<>();
    places.entrySet().stream()
        .filter(it -> it.getKey().matches("(" + HOLDERS + ")\\d+"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(it -> holders.put(it.getKey(), it.getValue()));
    return holders;
  }

  private List<Participant> roster(SetUp setUp) {
    List<Participant> all =
        setUp.roster().stream()
            .filter(person -> !person.kind().equals("visitor"))
            .sorted(java.util.Comparator.comparing(Participant::key))
            .toList();
    if (settings.people() == 0 || all.size() <= settings.people()) {
      return all;
    }
    int every = all.size() / settings.people();
    return java.util.stream.IntStream.range(0, settings.people())
        .mapToObj(i -> all.get(i * every))
        .toList();
  }

  private void morning(Player player, List<Participant> roster, @Nullable Instant playedTo) {
    List<PlannedFact> plan = MorningPlan.of(roster, DemoFiles.SEED);
    Instant to = playedTo == null ? MorningPlan.BEGIN : playedTo;
    Instant begun = wall.instant();
    store.state("playing", null, begun);
    int next = 0;
    while (next < plan.size() && plan.get(next).delivered().isBefore(to)) {
      next++;
    }
    int first = next;
    int told = 0;
    while (to.isBefore(MorningPlan.END) && !cancelled) {
      to = to.plus(STEP);
      world.set(to, 0);
      int from = next;
      while (next < plan.size() && plan.get(next).delivered().isBefore(to)) {
        next++;
      }
      if (next > from) {
        store.log(player.send(plan.subList(from, next), to));
      }
      store.played(to, plan.size(), next);
      if (next * 10 / Math.max(1, plan.size()) > told) {
        told = next * 10 / plan.size();
        tell("%d %%, %d / %d".formatted(told * 10, next, plan.size()));
      }
    }
    told(next - first, begun);
  }

  /**
   * Plays whole days by the hour. What happens in an hour is handed in just before its end, so that
   * whoever acts on the full hour acts on it.
   */
  private void days(Player player, Offices offices, Progress before) {
    Instant begun = wall.instant();
    Spent spent = new Spent();
    store.state("playing", null, begun);
    Instant to = before.playedTo() == null ? settings.begin() : before.playedTo();
    int sent = before.sent();
    int logged = store.logged();
    int expected = sent;
    for (LocalDate day = to.atZone(WorldClock.ZONE).toLocalDate();
        to.isBefore(settings.end()) && !cancelled;
        day = day.plusDays(1)) {
      List<PlannedFact> plan = offices.plan(day);
      int days = (int) DaysPlan.FIRST.datesUntil(settings.lastBusy()).count();
      expected = plan.isEmpty() ? expected : plan.size() * days;
      Instant midnight = day.plusDays(1).atStartOfDay(WorldClock.ZONE).toInstant();
      while (to.isBefore(midnight) && to.isBefore(settings.end()) && !cancelled) {
        Instant from = to;
        to = earliest(next(to), midnight, settings.end());
        Instant till = to;
        List<PlannedFact> some =
            plan.stream()
                .filter(it -> !it.delivered().isBefore(from) && it.delivered().isBefore(till))
                .toList();
        if (!some.isEmpty()) {
          Instant last = to.minusMillis(1);
          spent.on("clock", () -> world.set(last, 0));
          spent.on("facts", () -> store.log(player.send(some, last)));
          sent += some.size();
        }
        spent.on("clock", () -> world.set(till, 0));
        offices.at(till, spent);
        store.played(to, Math.max(sent, expected), sent);
      }
      offices.keepTruth(day, files.resolveSibling("scenario-truth.json"));
      tell("%s: %d 条 facts, %s".formatted(day, sent, spent));
    }
    told(store.logged() - logged, begun);
  }

  /** The next full hour; of the light days, the next at which somebody acts. */
  private static Instant next(Instant from) {
    Instant next = from.truncatedTo(ChronoUnit.HOURS).plus(HOUR);
    java.time.LocalDateTime local = java.time.LocalDateTime.ofInstant(next, WorldClock.ZONE);
    boolean light = local.toLocalDate().isAfter(DaysPlan.BUSY_UNTIL);
    while (light && local.getHour() > 0 && !Offices.HOURS.contains(local.getHour())) {
      local = local.plusHours(1);
    }
    return local.atZone(WorldClock.ZONE).toInstant();
  }

  private static Instant earliest(Instant... instants) {
    return java.util.Arrays.stream(instants).min(java.util.Comparator.naturalOrder()).orElseThrow();
  }

  private void told(int facts, Instant begun) {
    double seconds = Math.max(0.001, Duration.between(begun, wall.instant()).toMillis() / 1e3);
    tell(
        "完成 done: %d 条 facts, %.0f 条/秒 a second, %.1f 秒 s"
            .formatted(facts, facts / seconds, seconds));
  }

  private void live(Player player, List<Participant> roster) {
    store.state("live", null, wall.instant());
    Set<UUID> inside = new HashSet<>(store.inside());
    List<PlannedFact> plan =
        MorningPlan.after(
            roster,
            inside,
            DemoFiles.SEED,
            settings.end().plus(settings.liveEvery()),
            settings.liveEvery(),
            settings.livePasses());
    int sent = store.read().live();
    while (sent < plan.size() && !cancelled) {
      PlannedFact pass = plan.get(sent);
      Instant now = world.now();
      if (pass.at().isAfter(now)) {
        ScenarioClient.pause(Duration.ofMillis(200));
        continue;
      }
      List<Sent> answered = player.send(List.of(pass), now);
      store.log(answered);
      store.live(++sent);
    }
    store.state(cancelled ? "cancelled" : "done", null, wall.instant());
  }

  private void tell(String what) {
    log.info("重放 replay: {}", what);
  }
}
