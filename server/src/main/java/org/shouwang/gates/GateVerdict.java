package org.shouwang.gates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to “may this person go through?”.
 *
 * @param action what to do
 * @param reasons every failing check, the most severe first
 * @param edition snapshot of the rules it was judged under
 */
record GateVerdict(GateAction action, List<Reason> reasons, @Nullable String edition) {}
