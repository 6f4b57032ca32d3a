package org.shouwang.scenario;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact of the replay.
 *
 * @param id derived from the seed: a retry after a restart is the same fact
 * @param type of the fact
 * @param at when it happens
 * @param delivered when its device sends it: later than {@code at} after hours without network
 * @param place code of the place; null for what is told away from one
 * @param person null when the fact names nobody or a document
 * @param document resident number of a person nobody knows
 * @param outward a pass on the way out
 * @param data the fact's own fields as JSON
 * @param note what of the story it is; null for an ordinary one
 */
record PlannedFact(
    UUID id,
    String type,
    Instant at,
    Instant delivered,
    @Nullable String place,
    @Nullable UUID person,
    @Nullable String document,
    boolean outward,
    String data,
    @Nullable String note) {

  static final String PASS = "gates.pass";
  static final String ACCOUNT = "rollcall.account";

  /** A UUIDv7 of a time and a number. */
  static UUID id(Instant at, long n) {
    Random bits = new Random(31L * n + DemoFiles.SEED);
    long high = (at.toEpochMilli() << 16) | 0x7000 | (bits.nextInt() & 0xfff);
    long low = (bits.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
