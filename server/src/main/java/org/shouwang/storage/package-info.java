/**
 * The database: starts the embedded PostgreSQL (or joins a given one), migrates every module's own
 * schema, keeps the owner's role and the application's role apart, and makes partitions ahead.
 *
 * <p>Owns: the cluster's life, roles, the list of partitioned tables.
 *
 * <p>Does NOT own: any module's tables, queries or backups of the machine.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package org.shouwang.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
