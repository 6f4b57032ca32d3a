/**
 * What every HTTP answer has in common: errors as RFC 9457 problem details in Chinese and English,
 * paging by key, server-sent events, the texts of all modules, and the connectors.
 *
 * <p>Owns: no tables. Does NOT own: who may call what ({@code security}), any business endpoint.
 */
@ApplicationModule(allowedDependencies = {"storage", "clock"})
@NullMarked
package org.shouwang.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
