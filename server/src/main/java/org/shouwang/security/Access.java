package org.shouwang.security;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares who may call an endpoint and within what; every handler method carries it, a test fails
 * on one that doesn't.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Access {

  /** Any one of these is needed; none only for {@link Within#PUBLIC} and {@link Within#SELF}. */
  Permission[] value() default {};

  /** The bound of what is seen or changed. */
  Within within();

  /**
   * Whether an unsafe request is taken without the double-submit token: only where the body alone
   * says who is meant, never a cookie.
   */
  boolean withoutXsrf() default false;
}
