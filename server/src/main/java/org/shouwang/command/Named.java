package org.shouwang.command;

import java.util.UUID;

/** A unit as screens name it. */
record Named(UUID id, String name, String path) {}
