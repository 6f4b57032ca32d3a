package org.shouwang.policy;

import java.util.List;

/**
 * An edition file as read.
 *
 * @param id unique among all editions
 * @param name title
 * @param jurisdiction whose
 * @param rules its values
 */
record Edition(String id, BothLanguages name, Jurisdiction jurisdiction, List<Rule> rules) {}
