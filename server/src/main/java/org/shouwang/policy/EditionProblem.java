package org.shouwang.policy;

import java.util.Map;

/**
 * One thing wrong with an edition file.
 *
 * @param line counted from 1
 * @param code of the text in {@code i18n/policy_*.properties}
 * @param values named in the text
 */
record EditionProblem(int line, String code, Map<String, String> values) {}
