package org.shouwang.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Callers;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.LiveEvents;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages once a second which directives, notices and requirements were touched, on any
 * instance; they fetch anew what they may see. Costs nothing while nobody watches.
 */
@RestController
@RequestMapping("/api/v1/command")
class CommandLive {

  private static final int MOST = 200;

  private final LiveEvents events;
  private final ActStore acts;
  private final Callers callers;
  private @Nullable String from;

  CommandLive(LiveEvents commandEvents, ActStore acts, Callers callers) {
    this.events = commandEvents;
    this.acts = acts;
    this.callers = callers;
  }

  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Access(value = Permission.COMMAND_READ, within = Within.PARK)
  SseEmitter open(Caller caller) {
    return events.open(name -> callers.stillMay(caller, Permission.COMMAND_READ));
  }

  @Scheduled(fixedDelay = 1_000)
  synchronized void tick() {
    if (!events.hasReaders()) {
      from = null;
      return;
    }
    String since = from;
    String head = acts.head();
    from = head;
    if (since == null || since.equals(head)) {
      return;
    }
    List<ActStore.Touched> touched = acts.touched(since, head);
    if (!touched.isEmpty()) {
      events.publish("touched", touched.stream().limit(MOST).toList());
    }
  }
}
