package org.shouwang.web;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.ObjectMapper;

/**
 * One live stream (server-sent events) with its readers. A module makes one per topic as a bean,
 * publishes coalesced events into it and opens readers from its controller. A reader that is too
 * slow or gone is dropped; it reconnects and loads the present state anew.
 */
public class LiveEvents {

  private static final Logger log = LoggerFactory.getLogger(LiveEvents.class);

  private final ObjectMapper json;
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong(System.currentTimeMillis() * 1_000);

  /** Makes a stream; its events' data are written as JSON by the given mapper. */
  public LiveEvents(ObjectMapper json) {
    this.json = json;
  }

  /**
   * Opens a reader.
   *
   * @param wants the names of events the reader is sent
   */
  public SseEmitter open(Predicate<String> wants) {
    SseEmitter emitter = new SseEmitter(0L);
    Reader reader = new Reader(emitter, wants);
    emitter.onCompletion(() -> readers.remove(reader));
    emitter.onTimeout(() -> readers.remove(reader));
    emitter.onError(error -> readers.remove(reader));
    readers.add(reader);
    ping(reader);
    return emitter;
  }

  /** Whether anybody listens; spares the work of making an event nobody reads. */
  public boolean hasReaders() {
    return !readers.isEmpty();
  }

  /**
   * Sends an event to all readers that want it.
   *
   * @param name of the event
   * @param data written as JSON once for all readers
   */
  public void publish(String name, Object data) {
    if (readers.isEmpty()) {
      return;
    }
    String text = json.writeValueAsString(data);
    String id = String.valueOf(ids.incrementAndGet());
    for (Reader reader : readers) {
      if (reader.wants().test(name)) {
        send(reader, SseEmitter.event().id(id).name(name).data(text, MediaType.TEXT_PLAIN));
      }
    }
  }

  /** Keeps proxies from closing and finds readers that are gone. */
  @Scheduled(fixedDelay = 20_000)
  public void ping() {
    readers.forEach(this::ping);
  }

  /** A stream never ends by itself: the server's orderly stop would wait for it in vain. */
  @EventListener(ContextClosedEvent.class)
  public void end() {
    readers.forEach(reader -> reader.emitter().complete());
  }

  private void ping(Reader reader) {
    send(reader, SseEmitter.event().comment("ping"));
  }

  private void send(Reader reader, SseEmitter.SseEventBuilder event) {
    try {
      reader.emitter().send(event);
    } catch (IOException | IllegalStateException e) {
      readers.remove(reader);
      log.debug("a live reader is gone", e);
    }
  }

  private record Reader(SseEmitter emitter, Predicate<String> wants) {}
}
