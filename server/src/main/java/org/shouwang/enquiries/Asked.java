package org.shouwang.enquiries;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.enquiries.Letter.Match;
import org.shouwang.enquiries.Letter.Outcome;

/**
 * Somebody whom a letter asks after.
 *
 * @param line of the letter, from 1
 * @param document masked
 * @param phone masked
 * @param hint what else the letter says: an address, a number plate, when and where
 * @param person who is meant; null: not known
 */
record Asked(
    int line,
    @Nullable String name,
    @Nullable String document,
    @Nullable String phone,
    @Nullable String hint,
    Match match,
    @Nullable UUID person,
    Outcome outcome,
    @Nullable String note,
    @Nullable String by,
    @Nullable Instant at) {}
