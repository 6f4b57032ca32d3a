package org.shouwang.gates;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the guard saw, as far as the verdict looks at it. Words are kept as sent: what we don't know
 * is judged as unknown, never as well.
 *
 * @param outward true when leaving
 * @param colour official colour shown, or why there is none
 * @param temperatures °C in the order measured
 * @param tripCard state of the trip card
 * @param test the newest test shown
 * @param reason why the person comes
 * @param host whom they visit
 * @param escort who goes with them
 * @param classOfPerson class as the guard stated it, for people we don't know
 * @param emergency kind of emergency
 */
record PassData(
    boolean outward,
    @Nullable String colour,
    double[] temperatures,
    @Nullable String tripCard,
    @Nullable Test test,
    @Nullable String reason,
    @Nullable String host,
    @Nullable String escort,
    @Nullable String classOfPerson,
    @Nullable String emergency) {

  static final List<String> EMERGENCIES = List.of("ambulance", "fire", "evacuation", "medical");

  /**
   * A nucleic acid test.
   *
   * @param sampledAt when the swab was taken
   * @param reportedAt when the result came out
   * @param result negative, positive or unknown
   */
  record Test(@Nullable Instant sampledAt, @Nullable Instant reportedAt, @Nullable String result) {}
}
