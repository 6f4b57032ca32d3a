package org.shouwang.isolation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;

/**
 * The authority's order of isolation was filed; told in the commit that files it.
 *
 * @param disease key of the disease of the case
 * @param central at a central site; otherwise at home
 * @param room of that site; null: not given
 */
public record OrderFiled(
    UUID order,
    UUID person,
    @Nullable UUID unit,
    String disease,
    boolean central,
    @Nullable UUID room,
    Actor who,
    UUID act) {

  static OrderFiled of(OrderRow row, Actor who, UUID act) {
    return new OrderFiled(
        row.id(),
        row.person(),
        row.unit(),
        row.disease(),
        row.place() == OrderRow.Place.CENTRAL,
        row.room(),
        who,
        act);
  }
}
