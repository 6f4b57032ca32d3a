package org.shouwang.channels;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.shouwang.channels.Adapter.Letter;
import org.shouwang.channels.Adapter.Target;
import org.shouwang.channels.DeliveryStore.Claimed;
import org.shouwang.channels.DeliveryStore.Fare;
import org.shouwang.channels.DeliveryStore.Load;
import org.shouwang.channels.DeliveryStore.Settled;
import org.shouwang.channels.Outcome.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Sends what is due, each route on a thread of its own, so that one that fails or is slow holds up
 * no other. Any number of instances may run.
 *
 * <p>What was sent is recorded after it was sent. Between the two a crash, a lost connection or an
 * answer later than our patience leaves it open, and the message is sent again: an SMS gateway
 * knows it by its id, a robot shows it twice.
 */
@Component
class DeliveryWorker implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(DeliveryWorker.class);

  private static final int AT_ONCE = 10;

  /** Longer than a load can last: it is cut off at half of it. */
  private static final Duration LEASE = Duration.ofMinutes(3);

  private static final Duration ATTEMPTS_KEPT = Duration.ofDays(30);

  private final DeliveryStore store;
  private final Letters letters;
  private final Wire wire;
  private final Targets targets;
  private final ChannelsSettings settings;
  private final Clock wall;
  private final Map<ChannelKind, Adapter> adapters = new EnumMap<>(ChannelKind.class);
  private final Set<UUID> busy = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean stopping;

  DeliveryWorker(
      DeliveryStore store,
      Letters letters,
      Wire wire,
      Targets targets,
      ChannelsSettings settings,
      Clock wall,
      List<Adapter> adapters) {
    this.store = store;
    this.letters = letters;
    this.wire = wire;
    this.targets = targets;
    this.settings = settings;
    this.wall = wall;
    adapters.forEach(adapter -> this.adapters.put(adapter.kind(), adapter));
  }

  /**
   * Sets to work on every route on which something is due and that this instance isn't at yet.
   *
   * @return the work begun, for who wants to wait for it
   */
  List<Future<?>> begin() {
    List<Future<?>> begun = new ArrayList<>();
    if (stopping) {
      return begun;
    }
    for (UUID route : store.routesDue(wall.instant())) {
      if (busy.add(route)) {
        begun.add(threads.submit(() -> work(route)));
      }
    }
    return begun;
  }

  /** Gives up what has waited for days, and forgets old attempts. */
  void tend() {
    Instant now = wall.instant();
    int given = store.giveUp(now.minus(settings.giveUp()));
    if (given > 0) {
      log.warn("{} messages could not be delivered for {}; given up", given, settings.giveUp());
    }
    store.forgetAttempts(now.minus(ATTEMPTS_KEPT));
  }

  private void work(UUID route) {
    try {
      Optional<Load> load = store.claim(route, wall.instant(), LEASE, AT_ONCE);
      while (load.isPresent()) {
        deliver(load.get());
        if (stopping) {
          return;
        }
        load = store.claim(route, wall.instant(), LEASE, AT_ONCE);
      }
    } catch (RuntimeException e) {
      // its deliveries are due again when their lease ends
      log.error("route {} could not be worked on", route, e);
    } finally {
      busy.remove(route);
    }
  }

  private void deliver(Load load) {
    Route route = load.route();
    Target target = targets.of(route);
    Instant cutOff = wall.instant().plus(LEASE.dividedBy(2));
    List<Settled> settled = new ArrayList<>();
    @Nullable Settled rest = null;
    boolean answered = false;
    boolean delivered = false;
    for (Claimed delivery : load.deliveries()) {
      boolean inTime = !stopping && wall.instant().isBefore(cutOff);
      Outcome outcome = rest == null && inTime ? send(route, target, delivery) : Outcome.NOT_SENT;
      Settled ended = new Settled(delivery, outcome, nextAt(outcome, route, delivery, rest));
      settled.add(ended);
      if (outcome.kind() == Kind.RESTING) {
        rest = ended;
      }
      delivered |= outcome.kind() == Kind.DELIVERED;
      answered |= delivered || outcome.kind() == Kind.LATER || outcome.kind() == Kind.REFUSED;
    }
    settle(route, settled, new Fare(rest, answered, delivered));
  }

  private Outcome send(Route route, Target target, Claimed delivery) {
    Optional<Letter> letter = letters.write(delivery, route.channel());
    Adapter adapter = Objects.requireNonNull(adapters.get(route.channel()));
    return letter
        .map(it -> wire.send(adapter, it, target, wall.instant()))
        .orElseGet(() -> Outcome.refused("no_phone", ""));
  }

  private Instant nextAt(Outcome outcome, Route route, Claimed delivery, @Nullable Settled rest) {
    Instant now = wall.instant();
    double jitter = ThreadLocalRandom.current().nextDouble();
    return switch (outcome.kind()) {
      case DELIVERED, REFUSED -> now;
      case NOT_SENT -> rest == null ? now : rest.nextAt();
      case LATER -> now.plus(BackoffRules.after(delivery.number(), jitter));
      case RESTING -> {
        Duration backoff = BackoffRules.after(route.failures() + 1, jitter);
        Duration least = outcome.least();
        yield now.plus(least == null || least.compareTo(backoff) < 0 ? backoff : least);
      }
    };
  }

  /** What was sent and can't be recorded will be sent again, so recording is tried hard. */
  private void settle(Route route, List<Settled> settled, Fare fare) {
    for (int attempt = 1; ; attempt++) {
      try {
        int held = store.settle(route.id(), settled, fare, wall.instant());
        if (held < settled.size()) {
          log.warn(
              "{} deliveries of route {} lasted longer than their lease: they may arrive twice",
              settled.size() - held,
              route.id());
        }
        return;
      } catch (DataAccessException e) {
        if (attempt == 5) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(Duration.ofMillis(200L << attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped before deliveries were recorded", e);
    }
  }

  /** Lets the letters under way arrive and be recorded; those after them are given back. */
  @Override
  public void destroy() {
    stopping = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(20, java.util.concurrent.TimeUnit.SECONDS)) {
        log.warn("letters are still under way; they may arrive twice");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
