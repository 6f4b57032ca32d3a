package org.shouwang.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.shouwang.capture.Door.Offer;
import org.shouwang.capture.Door.Outcome;
import org.shouwang.capture.FactParser.Read;
import org.shouwang.capture.FactParser.Request;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.Refused;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The one door over HTTP. */
@RestController
@RequestMapping("/api/v1/facts")
class FactsController {

  private final FactParser parser;
  private final Door door;
  private final Coalescer coalescer;
  private final Outcomes outcomes;
  private final DoorSettings settings;

  FactsController(
      FactParser parser, Door door, Coalescer coalescer, Outcomes outcomes, DoorSettings settings) {
    this.parser = parser;
    this.door = door;
    this.coalescer = coalescer;
    this.outcomes = outcomes;
    this.settings = settings;
  }

  /**
   * Takes one fact, an array of facts or {@code {"facts": […]}}.
   *
   * @return a {@link Receipt}, or {@code {"receipts": […]}} in the order of the facts
   * @throws Refused 413 {@code capture.batch_too_large}, {@code capture.body_too_large}; 400 {@code
   *     capture.malformed}; 429 {@code capture.busy}
   */
  @PostMapping(consumes = "application/json")
  @Access(
      value = {
        Permission.FACTS_SUBMIT,
        Permission.ROLLCALL_FILE,
        Permission.SAMPLING_REGISTER,
        Permission.LABORATORY_REPORT
      },
      within = Within.PLACE)
  Object take(InputStream body, Caller caller, Locale locale) throws IOException {
    byte[] bytes = body.readNBytes(settings.body() + 1);
    if (bytes.length > settings.body()) {
      throw Refused.of(413, "capture.body_too_large").with("limit", settings.body());
    }
    Request request = parser.parse(bytes);
    if (request.facts().size() > settings.batch()) {
      throw Refused.of(413, "capture.batch_too_large")
          .field("facts")
          .value(request.facts().size())
          .with("limit", settings.batch());
    }
    if (request.single()) {
      return single(request.facts().getFirst(), caller, locale);
    }
    return Map.of("receipts", batch(request.facts(), caller, locale));
  }

  private Receipt single(Read read, Caller caller, Locale locale) {
    Fact fact = read.fact();
    if (fact == null) {
      return unreadable(read, locale);
    }
    return outcomes.receipt(coalescer.offer(new Offer(fact, caller)).join(), locale);
  }

  private List<Receipt> batch(List<Read> reads, Caller caller, Locale locale) {
    List<Offer> offers = new ArrayList<>(reads.size());
    for (Read read : reads) {
      @Nullable Fact fact = read.fact();
      if (fact != null) {
        offers.add(new Offer(fact, caller));
      }
    }
    List<Outcome> taken = offers.isEmpty() ? List.of() : door.take(offers);
    List<Receipt> receipts = new ArrayList<>(reads.size());
    int next = 0;
    for (Read read : reads) {
      receipts.add(
          read.fact() == null
              ? unreadable(read, locale)
              : outcomes.receipt(taken.get(next++), locale));
    }
    return receipts;
  }

  private Receipt unreadable(Read read, Locale locale) {
    return outcomes.rejected(read.id(), Objects.requireNonNull(read.refused()), locale);
  }
}
