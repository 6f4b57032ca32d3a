package org.shouwang.scenario;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The replay of the demo.
 *
 * @param play whether it plays by itself at the demo's start
 * @param people most people of the roster who take part; 0 for all
 * @param livePasses passes sent one by one after the morning; 0 for none
 * @param liveEvery time between them
 */
@ConfigurationProperties("shouwang.scenario")
record ReplaySettings(
    @DefaultValue("true") boolean play,
    @DefaultValue("0") int people,
    @DefaultValue("600") int livePasses,
    @DefaultValue("4s") Duration liveEvery) {}
