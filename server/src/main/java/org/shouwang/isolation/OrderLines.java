package org.shouwang.isolation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Who is isolated where and until when, for lists; asks once for many. */
@Service
public class OrderLines {

  private final OrderLineBoard board;

  OrderLines(OrderLineBoard board) {
    this.board = board;
  }

  /**
   * The newest order of a person because of a disease, without withdrawn ones.
   *
   * @param place central, home; null while it is only proposed
   * @param arrivedAt when they were brought there
   * @param untilOn last day by the editions
   * @param state proposed, ordered, released, ended
   * @param worker who looks after the person
   */
  public record OrderLine(
      UUID person,
      String disease,
      @Nullable String place,
      @Nullable UUID room,
      @Nullable Instant arrivedAt,
      @Nullable LocalDate isolatedOn,
      @Nullable LocalDate untilOn,
      String state,
      @Nullable Instant endedAt,
      @Nullable UUID worker) {}

  /** The newest order of each of the persons because of each disease. */
  public List<OrderLine> of(Collection<UUID> persons) {
    return persons.isEmpty() ? List.of() : board.newest(persons);
  }
}
