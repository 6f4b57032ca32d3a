package org.shouwang.sampling;

import java.util.List;

/**
 * A key group 重点人群 as the edition has it.
 *
 * @param name its word in keys of rules
 * @param days days between two tests
 * @param words who has one of these in their post or role belongs to it
 * @param single swabbed singly
 */
record KeyGroup(String name, int days, List<String> words, boolean single) {}
