package org.shouwang.people;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Messages;
import org.springframework.stereotype.Component;

/** What this module itself knows of a person over time: how they came in and what changed. */
@Component
class PeopleTimeline implements TimelineSource {

  private final PersonChangeBoard board;
  private final Messages messages;

  PeopleTimeline(PersonChangeBoard board, Messages messages) {
    this.board = board;
    this.messages = messages;
  }

  @Override
  public List<TimelineEntry> entries(UUID person, @Nullable Instant before, int limit) {
    return board.changes(person, before, limit).stream().map(this::entry).toList();
  }

  private TimelineEntry entry(PersonChangeBoard.Change change) {
    String key = "people.timeline." + change.what();
    Map<String, String> values = Map.of("fields", change.fields());
    return new TimelineEntry(
        change.at(),
        change.at(),
        "people." + change.what(),
        Map.of(
            "zh", messages.text(java.util.Locale.SIMPLIFIED_CHINESE, key, values),
            "en", messages.text(java.util.Locale.ENGLISH, key, values)),
        change.source(),
        null);
  }
}
