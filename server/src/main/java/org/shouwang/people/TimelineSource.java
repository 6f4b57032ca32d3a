package org.shouwang.people;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A module that knows something of persons over time; gates, presence and others implement it. */
public interface TimelineSource {

  /**
   * What the module knows of a person, latest first.
   *
   * @param before only what happened before; null for the latest
   * @param limit most entries wanted
   */
  List<TimelineEntry> entries(UUID person, @Nullable Instant before, int limit);

  /**
   * One thing that happened.
   *
   * @param at when it happened (world)
   * @param recordedAt when it was recorded (wall)
   * @param kind {@code module.what}
   * @param summary a sentence by language, {@code zh} and {@code en}
   * @param source where it is known from, such as {@code fact:<id>} or {@code import:<id>}
   * @param place where, if anywhere
   */
  record TimelineEntry(
      Instant at,
      Instant recordedAt,
      String kind,
      Map<String, String> summary,
      String source,
      @Nullable UUID place) {}
}
