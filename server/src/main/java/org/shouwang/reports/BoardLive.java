package org.shouwang.reports;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.LiveEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.ObjectMapper;

/**
 * Feeds the boards once a second: one stream a scope, shared by all who watch it, told only what
 * has changed. Costs nothing while nobody watches.
 */
@Component
class BoardLive {

  private static final Logger log = LoggerFactory.getLogger(BoardLive.class);

  private final Pictures pictures;
  private final ObjectMapper json;
  private final Map<Pictures.Of, Stream> streams = new ConcurrentHashMap<>();

  BoardLive(Pictures pictures, ObjectMapper json) {
    this.pictures = pictures;
    this.json = json;
  }

  private static final class Stream {
    private final LiveEvents events;
    private @Nullable BoardPicture told;

    Stream(LiveEvents events) {
      this.events = events;
    }
  }

  /**
   * Opens a stream: the whole picture first, then what changes.
   *
   * @param stillMay asked with every event
   */
  SseEmitter open(Pictures.Of of, BooleanSupplier stillMay) {
    Stream stream = streams.computeIfAbsent(of, ignored -> new Stream(new LiveEvents(json)));
    // between the whole and the changes nothing may be lost
    synchronized (stream) {
      SseEmitter emitter = stream.events.open(name -> stillMay.getAsBoolean());
      BoardPicture now = stream.told == null ? pictures.of(of) : stream.told;
      stream.told = now;
      streams.putIfAbsent(of, stream);
      try {
        emitter.send(
            SseEmitter.event()
                .name("board")
                .data(json.writeValueAsString(now), MediaType.TEXT_PLAIN));
      } catch (IOException | IllegalStateException e) {
        log.debug("a board's reader is gone", e);
      }
      return emitter;
    }
  }

  @Scheduled(fixedRate = 1_000)
  void tick() {
    streams.forEach((of, stream) -> {
      synchronized (stream) {
        if (!stream.events.hasReaders()) {
          streams.remove(of, stream);
          return;
        }
        try {
          tell(of, stream);
        } catch (RuntimeException e) {
          // one scope's failure must not silence the others; the next second tries again
          log.warn("a board could not be made", e);
        }
      }
    });
  }

  private void tell(Pictures.Of of, Stream stream) {
    BoardPicture now = pictures.of(of);
    Map<String, Object> delta = delta(stream.told, now);
    if (!delta.isEmpty()) {
      delta.put("at", now.at());
      stream.events.publish("delta", delta);
    }
    stream.told = now;
  }

  /** The parts that differ, each whole; of the figures only those that differ. */
  static Map<String, Object> delta(@Nullable BoardPicture before, BoardPicture now) {
    Map<String, Object> delta = new HashMap<>();
    if (before == null || !before.day().equals(now.day())) {
      delta.put("day", now.day());
    }
    Map<String, Long> changed = new HashMap<>(now.figures());
    if (before != null) {
      changed.entrySet().removeAll(before.figures().entrySet());
    }
    put(delta, "figures", changed.isEmpty(), changed);
    put(delta, "hours", before != null && before.hours().equals(now.hours()), now.hours());
    put(delta, "posts", before != null && before.posts().equals(now.posts()), now.posts());
    put(delta, "zones", before != null && before.zones().equals(now.zones()), now.zones());
    put(delta, "units", before != null && before.units().equals(now.units()), now.units());
    return delta;
  }

  private static void put(Map<String, Object> delta, String name, boolean same, Object value) {
    if (!same) {
      delta.put(name, value);
    }
  }

  @Scheduled(fixedDelay = 20_000)
  void ping() {
    streams.values().forEach(stream -> stream.events.ping());
  }

  /** A stream never ends by itself: the server's orderly stop would wait for it in vain. */
  @EventListener(ContextClosedEvent.class)
  void end() {
    streams.values().forEach(stream -> stream.events.end());
  }
}
