/** Benchmarks: they talk to a running server over HTTP and to its database over JDBC. */
package org.shouwang.bench;
