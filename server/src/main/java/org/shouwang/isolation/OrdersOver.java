package org.shouwang.isolation;

import java.util.List;
import java.util.UUID;
import org.shouwang.audit.Actor;

/**
 * Orders of isolation have ended; told in the commit that ends them.
 *
 * @param why a code, as in what became of the duties
 */
public record OrdersOver(List<UUID> orders, String why, Actor who, UUID act) {}
