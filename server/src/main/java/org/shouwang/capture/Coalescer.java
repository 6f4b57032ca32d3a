package org.shouwang.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.shouwang.capture.Door.Offer;
import org.shouwang.capture.Door.Outcome;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Gathers concurrent single facts into one commit: while one group commits, the next gathers. No
 * timer: an idle door commits a lone fact at once.
 */
@Component
class Coalescer implements DisposableBean {

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
    while (!stopping) {
      try {
        gathered.add(queue.take());
        queue.drainTo(gathered, group - 1);
        commit(gathered);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        gathered.clear();
      }
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
