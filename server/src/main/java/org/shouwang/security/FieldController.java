package org.shouwang.security;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Devices.Device;
import org.shouwang.security.Devices.Enrolled;
import org.shouwang.web.Refused;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a field device needs besides facts and roster. */
@RestController
@RequestMapping("/api/v1/field")
class FieldController {

  private static final String EVERYBODY = "everybody";

  private final Devices devices;
  private final AccountStore accounts;
  private final Names names;
  private final Demo demo;
  private final Clock clock;

  /** A park enrols its phones in one afternoon behind one address; a code has 40 bits. */
  private final RateLimit enrolmentsOfAddress = new RateLimit(40, 0.2);

  private final RateLimit enrolments = new RateLimit(60, 1);

  FieldController(Devices devices, AccountStore accounts, Names names, Demo demo, Clock clock) {
    this.devices = devices;
    this.accounts = accounts;
    this.names = names;
    this.demo = demo;
    this.clock = clock;
  }

  record Jwk(@Nullable String kty, @Nullable String crv, @Nullable String x, @Nullable String y) {}

  record Enrolment(@Nullable String code, @Nullable Jwk publicKey, @Nullable String name) {}

  record Enrolling(
      UUID deviceId, String token, UUID placeId, String placeName, @Nullable String lane) {}

  record Status(
      @Nullable Integer unsynced, @Nullable Instant oldestUnsynced, @Nullable String appVersion) {}

  record StatusTaken(boolean ok, boolean revoked) {}

  record Verifier(byte[] salt, int iterations, byte[] hash) {}

  record Guard(UUID accountId, String displayName, Verifier pin) {}

  @PostMapping("/enrol")
  @Access(within = Within.PUBLIC, withoutXsrf = true)
  Enrolling enrol(@RequestBody Enrolment given, HttpServletRequest request) {
    long wait =
        Math.max(enrolmentsOfAddress.take(request.getRemoteAddr()), enrolments.take(EVERYBODY));
    if (wait > 0) {
      throw Refused.of(429, "security.too_many_requests").with("retryAfter", wait);
    }
    byte[] key = key(given.publicKey());
    @Nullable String name = given.name() == null || given.name().isBlank() ? null : given.name();
    if (name != null && name.length() > 100) {
      throw Refused.invalid("security.device_name_form").field("name");
    }
    String code = given.code() == null ? "" : given.code();
    Enrolled enrolled = devices.enrol(code, key, name);
    Device device = enrolled.device();
    return new Enrolling(
        device.id(),
        enrolled.token(),
        device.placeId(),
        names.ofPlaces(List.of(device.placeId())).getOrDefault(device.placeId(), ""),
        device.lane());
  }

  /** A device says how much waits on it. A revoked one never comes so far: it is answered 401. */
  @PostMapping("/status")
  @Access(value = Permission.FACTS_SUBMIT, within = Within.PLACE)
  StatusTaken status(@RequestBody Status given, Caller caller) {
    caller.devicePlace();
    if (given.unsynced() != null && given.unsynced() < 0) {
      throw Refused.invalid("security.status_invalid").field("unsynced");
    }
    if (given.appVersion() != null && given.appVersion().length() > 64) {
      throw Refused.invalid("security.status_invalid").field("appVersion");
    }
    devices.report(
        caller,
        given.unsynced() == null ? 0 : given.unsynced(),
        given.oldestUnsynced(),
        given.appVersion());
    return new StatusTaken(true, false);
  }

  /**
   * The guards and registrars who may stand at the device's place, with what an offline device
   * needs.
   */
  @GetMapping("/guards")
  @Access(value = Permission.FACTS_SUBMIT, within = Within.PLACE)
  List<Guard> guards(Caller caller) {
    UUID place = caller.devicePlace();
    LocalDate today = LocalDate.ofInstant(clock.instant(), WorldClock.ZONE);
    return accounts.guardsWithPin(today, demo.on()).stream()
        .filter(account -> names.covers(account.scope(), place))
        .map(FieldController::guard)
        .toList();
  }

  private static Guard guard(Account account) {
    Pin pin = Objects.requireNonNull(account.pin());
    return new Guard(
        account.id(),
        account.displayName(),
        new Verifier(pin.salt(), pin.iterations(), pin.hash()));
  }

  private static byte[] key(@Nullable Jwk jwk) {
    if (jwk == null
        || jwk.kty() == null
        || jwk.crv() == null
        || jwk.x() == null
        || jwk.y() == null) {
      throw Refused.invalid("security.key_invalid").field("publicKey");
    }
    return DeviceKey.ofJwk(jwk.kty(), jwk.crv(), jwk.x(), jwk.y());
  }
}
