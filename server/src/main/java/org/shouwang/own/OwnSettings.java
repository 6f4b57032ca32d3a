package org.shouwang.own;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often own pages may be asked.
 *
 * @param burst requests at once by one link
 * @param perSecond requests a second by one link in the long run
 * @param missesBurst links that open nothing, at once from one address (a whole park may share one)
 * @param missesPerSecond the same a second in the long run
 */
@ConfigurationProperties("shouwang.own")
record OwnSettings(
    @DefaultValue("60") int burst,
    @DefaultValue("1") double perSecond,
    @DefaultValue("60") int missesBurst,
    @DefaultValue("0.2") double missesPerSecond) {}
