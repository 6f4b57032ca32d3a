package org.shouwang.cases;

import java.util.UUID;

/** A case was opened; traced as soon as it is committed. */
record CaseOpened(UUID id) {}
