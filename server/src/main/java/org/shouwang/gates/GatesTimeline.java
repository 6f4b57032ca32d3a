package org.shouwang.gates;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shouwang.people.TimelineSource;
import org.shouwang.security.Scope;
import org.shouwang.web.Messages;
import org.shouwang.web.TimeKeys;
import org.springframework.stereotype.Component;

/** What the gates know of a person over time: passes, holds and overrides. Whoever asks may see. */
@Component
class GatesTimeline implements TimelineSource {

  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final PassBoard passes;
  private final OrderStore orders;
  private final HoldBoard holds;
  private final PlaceBook places;
  private final Messages messages;

  GatesTimeline(
      PassBoard passes, OrderStore orders, HoldBoard holds, PlaceBook places, Messages messages) {
    this.passes = passes;
    this.orders = orders;
    this.holds = holds;
    this.places = places;
    this.messages = messages;
  }

  @Override
  public List<TimelineEntry> entries(UUID person, @Nullable Instant before, int limit) {
    Instant until = before == null ? FAR : before;
    UUID first = before == null ? TimeKeys.LAST : new UUID(0, 0);
    List<TimelineEntry> entries = new ArrayList<>();
    passes
        .passes(
            new PassBoard.Wanted(null, person, null, null, Instant.EPOCH, until, first, limit),
            Scope.EVERYWHERE)
        .forEach(row -> entries.add(pass(row)));
    holds.ofPerson(person, until, limit).forEach(hold -> hold(hold, until, entries));
    orders.ofPerson(person, until, limit).forEach(given -> entries.add(override(given)));
    entries.sort(Comparator.comparing(TimelineEntry::at).reversed());
    return entries;
  }

  private TimelineEntry pass(PassBoard.Row row) {
    Set<String> categories = new LinkedHashSet<>();
    for (String word : row.reasons() == null ? new String[0] : row.reasons().split(",", -1)) {
      ReasonCode.ofWord(word).ifPresent(code -> categories.add(code.category().word()));
    }
    String key = "gates.timeline." + (row.outward() ? "out" : "in");
    return entry(
        row.at(),
        row.recordedAt(),
        "gates.pass",
        key,
        row.place(),
        locale ->
            Map.of(
                "place", places.name(row.place()),
                "action", messages.text(locale, "gates.word." + row.action(), Map.of()),
                "reasons", words(locale, categories)),
        "fact:" + row.id());
  }

  private void hold(HoldBoard.Held hold, Instant until, List<TimelineEntry> entries) {
    entries.add(
        entry(
            hold.openedAt(),
            hold.openedAt(),
            "gates.hold",
            "gates.timeline.hold_opened",
            hold.place(),
            locale ->
                Map.of(
                    "place",
                    places.name(hold.place()),
                    "reasons",
                    words(locale, hold.categories())),
            "gates:" + hold.id()));
    Instant closed = hold.closedAt();
    if (closed != null && closed.isBefore(until)) {
      entries.add(
          entry(
              closed,
              closed,
              "gates.hold",
              "gates.timeline.hold_closed",
              hold.place(),
              locale ->
                  Map.of(
                      "outcome",
                      messages.text(
                          locale, "gates.word." + Objects.requireNonNull(hold.outcome()), Map.of()),
                      "by",
                      hold.closedBy() == null ? "" : hold.closedBy()),
              "gates:" + hold.id()));
    }
  }

  private TimelineEntry override(OrderStore.Given given) {
    return entry(
        given.from(),
        given.from(),
        "gates.override",
        "gates.timeline.override",
        given.place(),
        locale -> Map.of("by", given.approver(), "reason", given.reason()),
        "account:" + given.id());
  }

  private interface Values {
    Map<String, ?> in(Locale locale);
  }

  private TimelineEntry entry(
      Instant at,
      Instant recordedAt,
      String kind,
      String key,
      @Nullable UUID place,
      Values values,
      String source) {
    Map<String, String> summary =
        Map.of(
            "zh",
            messages.text(Locale.SIMPLIFIED_CHINESE, key, values.in(Locale.SIMPLIFIED_CHINESE)),
            "en",
            messages.text(Locale.ENGLISH, key, values.in(Locale.ENGLISH)));
    return new TimelineEntry(at, recordedAt, kind, summary, source, place);
  }

  private String words(Locale locale, Set<String> categories) {
    String open = messages.text(locale, "gates.timeline.because", Map.of());
    return categories.isEmpty()
        ? ""
        : open
            + categories.stream()
                .map(word -> messages.text(locale, "gates.category." + word, Map.of()))
                .collect(Collectors.joining(messages.text(locale, "gates.timeline.and", Map.of())));
  }
}
