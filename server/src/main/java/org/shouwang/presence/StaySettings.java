package org.shouwang.presence;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The park's choice of {@link StayRules}.
 *
 * @param park longest time in a park zone without being seen
 * @param plant longest time in a plant without being seen
 * @param room longest time in a room without being seen
 * @param repeat going in twice within this is one entry, registered twice
 */
@ConfigurationProperties("shouwang.presence.forgotten")
record StaySettings(
    @DefaultValue("36h") Duration park,
    @DefaultValue("18h") Duration plant,
    @DefaultValue("14h") Duration room,
    @DefaultValue("5m") Duration repeat) {}
