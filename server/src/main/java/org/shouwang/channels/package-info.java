/**
 * Outgoing messages: in the app, group robots of 企业微信 and 钉钉, SMS by an HTTP gateway.
 *
 * <p><b>Does:</b> takes messages in the transaction of the act that causes them, delivers each once
 * to every channel of its addressee, retries, keeps to each channel's rate; one that fails holds up
 * no other.
 *
 * <p><b>Owns:</b> messages, their deliveries, the routes of addressees.
 *
 * <p><b>Does not own:</b> who is told what and when (duties, command), phone numbers (people).
 */
@ApplicationModule(
    displayName = "Channels 消息渠道",
    allowedDependencies = {"storage", "clock", "web", "audit", "vault", "security"})
@NullMarked
package org.shouwang.channels;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
