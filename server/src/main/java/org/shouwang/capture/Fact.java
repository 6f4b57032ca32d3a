package org.shouwang.capture;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the front line saw or did, as a device hands it in.
 *
 * @param id client-made UUIDv7
 * @param type {@code module.fact}, such as {@code gates.pass}
 * @param at device time of the fact
 * @param sent device time of this sending; null if the device doesn't say
 * @param place where; null if the type has no place
 * @param person whom it is about; null if nobody
 * @param data the type's own fields
 */
public record Fact(
    UUID id,
    String type,
    Instant at,
    @Nullable Instant sent,
    @Nullable UUID place,
    @Nullable PersonReference person,
    JsonNode data) {}
