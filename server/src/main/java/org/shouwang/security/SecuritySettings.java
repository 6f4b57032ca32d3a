package org.shouwang.security;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of sign-in, sessions, devices and requests.
 *
 * @param sessionIdle a session ends when it was not used for so long
 * @param sessionLife a session ends so long after sign-in at the latest
 * @param accountFailures failed sign-ins that lock an account's name
 * @param addressFailures failed sign-ins that lock an address (a whole park may share one)
 * @param failureWindow failures count together within it
 * @param lock how long a lock lasts
 * @param attemptsBurst sign-ins at once from one address before they are slowed down
 * @param attemptsPerSecond sign-ins a second from one address in the long run
 * @param hashing passwords hashed at the same time
 * @param hashingQueue sign-ins that may wait for it; more are answered 429
 * @param pinIterations PBKDF2 rounds of a guard's PIN
 * @param codeLife how long a device's one-time code holds
 * @param requestsPerSecond requests a second of one account, device or anonymous address
 * @param requestsBurst requests at once of the same
 */
@ConfigurationProperties("shouwang.security")
record SecuritySettings(
    @DefaultValue("2h") Duration sessionIdle,
    @DefaultValue("12h") Duration sessionLife,
    @DefaultValue("5") int accountFailures,
    @DefaultValue("100") int addressFailures,
    @DefaultValue("10m") Duration failureWindow,
    @DefaultValue("10m") Duration lock,
    @DefaultValue("60") int attemptsBurst,
    @DefaultValue("2") double attemptsPerSecond,
    @DefaultValue("1") int hashing,
    @DefaultValue("64") int hashingQueue,
    @DefaultValue("210000") int pinIterations,
    @DefaultValue("30m") Duration codeLife,
    @DefaultValue("100") double requestsPerSecond,
    @DefaultValue("500") int requestsBurst) {}
