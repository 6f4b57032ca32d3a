package org.shouwang.capture;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the door.
 *
 * @param batch most facts in a request
 * @param body most bytes in a request's body
 * @param requests most requests under way; beyond it 429
 * @param bytes most bytes of bodies under way; beyond it 429
 * @param group most single facts gathered into one commit
 * @param committers threads that commit gathered singles; one makes the largest groups, which on
 *     two cores carries half as many facts again as three ({@code ./bench gate}); more for more
 *     cores
 * @param tolerance skew below it is network delay, not a wrong clock
 * @param future facts further ahead than this are flagged
 */
@ConfigurationProperties("shouwang.capture")
record DoorSettings(
    @DefaultValue("1000") int batch,
    @DefaultValue("4194304") int body,
    @DefaultValue("256") int requests,
    @DefaultValue("16777216") long bytes,
    @DefaultValue("128") int group,
    @DefaultValue("1") int committers,
    @DefaultValue("5s") Duration tolerance,
    @DefaultValue("2m") Duration future) {}
