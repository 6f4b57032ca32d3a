package org.shouwang.isolation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order in force as the person it is about may see it: no class, no case, no disease, nothing
 * that a worker wrote.
 *
 * @param unit the person's unit when it was filed
 * @param worker who looks after the person; null: the command
 * @param until last day of isolation
 * @param site isolation site; null at home
 * @param today halves of today that are asked for, the morning first
 * @param correctable the person's last reading of the half-day that it is; null: none
 * @param nextTest next day of a test that has no swab yet; null: none
 */
public record OwnOrder(
    UUID id,
    UUID person,
    @Nullable UUID unit,
    @Nullable UUID worker,
    @Nullable LocalDate until,
    @Nullable String place,
    @Nullable String site,
    @Nullable String room,
    List<HalfDay> today,
    @Nullable UUID correctable,
    @Nullable LocalDate nextTest) {

  /**
   * Half of today.
   *
   * @param half morning, evening
   * @param state done, to_come, missed
   * @param due until when it is asked for
   * @param handed what came, the newest first
   */
  public record HalfDay(String half, String state, Instant due, List<Handed> handed) {}

  /**
   * A reading.
   *
   * @param own by the person; of others' nothing but the time is told
   */
  public record Handed(
      UUID id,
      Instant at,
      boolean own,
      boolean unwell,
      @Nullable Double temperature,
      List<String> symptoms,
      @Nullable String note,
      @Nullable UUID corrects) {}
}
