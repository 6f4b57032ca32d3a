/**
 * Who may do what within which units: accounts, roles, sessions, field devices, guards' PINs.
 *
 * <p>Owns: accounts, sessions, devices. Does NOT own: the unit tree (it holds ids of units only),
 * any business decision.
 */
@ApplicationModule(allowedDependencies = {"storage", "clock", "web", "audit", "vault"})
@NullMarked
package org.shouwang.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
