package org.shouwang.channels;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to be delivered once to each channel of its addressee.
 *
 * @param key makes it unique: the same key again is the same message
 * @param to whom
 * @param text key of its text in the message files; {@code <text>.title} and {@code <text>.body}
 * @param values what its placeholders are filled with; no ID numbers, no phones
 * @param link path of the console's page it is about; null: none
 * @param cause the fact or act that led to it
 */
public record Message(
    String key,
    Addressee to,
    String text,
    Map<String, String> values,
    @Nullable String link,
    @Nullable UUID cause) {}
