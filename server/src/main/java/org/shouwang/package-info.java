/** Shouwang 守望: facts, rules, duties, proof. See ARCHITECTURE.md for the floors. */
@NullMarked
package org.shouwang;

import org.jspecify.annotations.NullMarked;
