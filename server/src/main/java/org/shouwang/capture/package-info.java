/**
 * The one door for facts: authentication, idempotence, durability and order, once, for every
 * module. Facts come one by one or in batches, online or after hours offline.
 *
 * <p>Owns: receipts, the feed of arrivals, admission. Does NOT own: any fact's own table, any
 * verdict, persons: handlers of the modules plug in, capture imports none of them.
 */
@ApplicationModule(allowedDependencies = {"storage", "clock", "web", "audit", "vault", "security"})
@NullMarked
package org.shouwang.capture;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
