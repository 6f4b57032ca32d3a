package org.shouwang.rollcall;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When lists are made.
 *
 * @param watch whether days are opened by themselves
 * @param ahead how long before a day its list is made, world time
 * @param refresh how often the list of the running day is put right, world time
 * @param catchUp how many days that the world clock jumped over are made up for
 */
@ConfigurationProperties("shouwang.rollcall")
record RollCallSettings(
    @DefaultValue("true") boolean watch,
    @DefaultValue("30m") Duration ahead,
    @DefaultValue("10m") Duration refresh,
    @DefaultValue("62") int catchUp) {}
