package org.shouwang.policy;

/** A text in Chinese and English. */
public record BothLanguages(String zh, String en) {}
