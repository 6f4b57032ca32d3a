package org.shouwang.storage;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a controller's method that begins no transaction itself, but calls one act with its own: if
 * that lost a lock to another one it is done once more, as where the whole method is the
 * transaction. What the method does after the act only reads.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnceMore {}
