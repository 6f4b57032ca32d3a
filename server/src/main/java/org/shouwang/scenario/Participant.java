package org.shouwang.scenario;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person of the roster, as the public interface shows them.
 *
 * @param key what orders people the same way in every run; ids differ from run to run
 */
record Participant(
    UUID id, String kind, String classOfPerson, @Nullable String unitPath, String key) {}
