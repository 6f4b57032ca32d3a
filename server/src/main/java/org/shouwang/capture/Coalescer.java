package org.shouwang.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.shouwang.capture.Door.Offer;
import org.shouwang.capture.Door.Outcome;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Gathers concurrent single facts into one commit: while one group commits, the next gathers. A
 * commit costs much the same for ten facts as for fifty, and those that just got their answers come
 * back in a moment: so after a large group the next waits while more keep coming. An idle door
 * commits a lone fact at once.
 */
@Component
class Coalescer implements DisposableBean {

  /** No other fact for so long, and the group goes as it is. */
  private static final long PAUSE_NANOS = 1_000_000;

  private final Door door;
  private final int group;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final List<Thread> committers = new ArrayList<>();
  private volatile boolean stopping;

  Coalescer(Door door, DoorSettings settings) {
    this.door = door;
    this.group = settings.group();
    for (int i = 0; i < settings.committers(); i++) {
      committers.add(Thread.ofPlatform().name("committer-" + i).daemon().start(this::commitGroups));
    }
  }

  /** Hands over one fact; completes after its durable commit. */
  CompletableFuture<Outcome> offer(Offer offer) {
    Waiting waiting = new Waiting(offer, new CompletableFuture<>());
    queue.add(waiting);
    return waiting.outcome();
  }

  private void commitGroups() {
    List<Waiting> gathered = new ArrayList<>(group);
    int last = 1;
    while (!stopping) {
      try {
        gather(gathered, Math.min(group, last));
        last = gathered.size();
        commit(gathered);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        gathered.clear();
      }
    }
  }

  /** Fills a group, waiting for more until it is as large as is worth it. */
  private void gather(List<Waiting> gathered, int worth) throws InterruptedException {
    Waiting next = queue.take();
    while (next != null) {
      gathered.add(next);
      queue.drainTo(gathered, group - gathered.size());
      next = gathered.size() < worth ? queue.poll(PAUSE_NANOS, TimeUnit.NANOSECONDS) : null;
    }
  }

  private void commit(List<Waiting> gathered) {
    try {
      List<Outcome> outcomes = door.take(gathered.stream().map(Waiting::offer).toList());
      for (int i = 0; i < gathered.size(); i++) {
        gathered.get(i).outcome().complete(outcomes.get(i));
      }
    } catch (RuntimeException | Error e) {
      gathered.forEach(waiting -> waiting.outcome().completeExceptionally(e));
    }
  }

  @Override
  public void destroy() {
    stopping = true;
    committers.forEach(Thread::interrupt);
  }

  private record Waiting(Offer offer, CompletableFuture<Outcome> outcome) {}
}
