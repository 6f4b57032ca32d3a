package org.shouwang.channels;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages leave.
 *
 * @param work whether this instance delivers
 * @param loopback whether addresses on this very machine are taken, also without TLS
 * @param patience how long the other side may take to answer
 * @param giveUp how long a message is tried; then it stands among the failed, to be tried by hand
 * @param console address of the console that links in messages start with; null: no links
 */
@ConfigurationProperties("shouwang.channels")
record ChannelsSettings(
    @DefaultValue("true") boolean work,
    @DefaultValue("false") boolean loopback,
    @DefaultValue("8s") Duration patience,
    @DefaultValue("7d") Duration giveUp,
    @Nullable String console) {}
