package org.shouwang.security;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Actor;
import org.shouwang.audit.Audit;
import org.shouwang.security.DeviceStore.Held;
import org.shouwang.vault.Vault;
import org.shouwang.web.Refused;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Field devices: enrolled by a one-time code, bound to a place, revocable within a second. */
@Service
public class Devices {

  private static final Set<Permission> PERMISSIONS =
      Set.of(Permission.FACTS_SUBMIT, Permission.SAMPLING_REGISTER);

  private final DeviceStore store;
  private final Revisions revisions;
  private final Names names;
  private final Vault vault;
  private final Audit audit;
  private final Clock clock;
  private final SecuritySettings settings;
  private final Remembered<Known> tokens;
  private final Remembered<Device> devices;
  private final Remembered<List<byte[]>> keys;
  private final ConcurrentHashMap<UUID, Report> reports = new ConcurrentHashMap<>();

  Devices(
      DeviceStore store,
      Revisions revisions,
      Names names,
      Vault vault,
      Audit audit,
      Clock clock,
      SecuritySettings settings) {
    this.store = store;
    this.revisions = revisions;
    this.names = names;
    this.vault = vault;
    this.audit = audit;
    this.clock = clock;
    this.settings = settings;
    this.tokens = new Remembered<>(revisions::devices);
    this.devices = new Remembered<>(revisions::devices);
    this.keys = new Remembered<>(revisions::devices);
  }

  /** The life of a device. */
  public enum State {
    /** Made on the console; its code is not used yet. */
    AWAITING,
    /** Enrolled. */
    ACTIVE,
    /** Refused from now on; told to wipe itself. */
    REVOKED
  }

  /**
   * A device.
   *
   * @param placeId the place it is bound to
   * @param lane lane of that place; null for any
   * @param lastSeen its last call, some seconds late
   * @param unsynced facts that wait on it, as it last said; null before it said anything
   * @param oldestUnsynced device time of the oldest of them
   */
  public record Device(
      UUID id,
      String name,
      UUID placeId,
      @Nullable String lane,
      State state,
      @Nullable Instant enrolledAt,
      @Nullable Instant lastSeen,
      @Nullable Integer unsynced,
      @Nullable Instant oldestUnsynced,
      @Nullable String appVersion) {}

  /** All devices that are not revoked, for boards. */
  public List<Device> inUse() {
    return store.notRevoked();
  }

  /** One device, whatever its state. */
  public Optional<Device> find(UUID id) {
    return devices.get(id, store::byId);
  }

  /**
   * Whether a signature is the device's own.
   *
   * @param payload what was signed, as UTF-8
   * @param signature ES256: r and s, 64 bytes, as WebCrypto makes it
   */
  public boolean verify(UUID deviceId, String payload, byte[] signature) {
    return keys.get(deviceId, id -> Optional.of(store.keys(id))).orElse(List.of()).stream()
        .anyMatch(key -> DeviceKey.verifies(key, payload, signature));
  }

  boolean isActive(UUID id) {
    return find(id).map(device -> device.state() == State.ACTIVE).orElse(false);
  }

  /**
   * The caller behind a bearer token. No query while nothing was changed.
   *
   * @throws Refused 401 {@code security.device_unknown}, {@code security.device_revoked}
   */
  Caller authenticate(String token) {
    Known known =
        tokens
            .get(Digest.of(token), digest -> store.byToken(digest.bytes()).map(Known::of))
            .orElseThrow(() -> Refused.of(401, "security.device_unknown"));
    if (known.revoked()) {
      throw Refused.of(401, "security.device_revoked");
    }
    reports.merge(known.caller().id(), Report.call(clock.instant()), Report::then);
    return known.caller();
  }

  /** A device with its one-time code, told once. */
  record Awaiting(Device device, String code, Instant expiresAt) {}

  /** What a device is given at enrolment. */
  record Enrolled(Device device, String token) {}

  List<Device> list(@Nullable UUID after, int limit) {
    return store.list(after, limit);
  }

  @Transactional
  Awaiting add(Caller caller, String name, UUID place, @Nullable String lane) {
    if (name.isBlank() || name.length() > 100) {
      throw Refused.invalid("security.device_name_form").field("name");
    }
    if (lane != null && lane.length() > 60) {
      throw Refused.invalid("security.lane_form").field("lane");
    }
    names.requirePlace(place);
    Instant now = clock.instant();
    Device device =
        new Device(
            UuidCreator.getTimeOrderedEpoch(),
            name.strip(),
            place,
            lane,
            State.AWAITING,
            null,
            null,
            null,
            null,
            null);
    String code = Secrets.newCode();
    Instant expires = now.plus(settings.codeLife());
    store.insert(device, digest(code), expires, now);
    record(caller.actor(), "security.device_made", device.id(), Map.of("place", place));
    return new Awaiting(device, code, expires);
  }

  @Transactional
  Awaiting newCode(Caller caller, UUID id) {
    Device device = required(id);
    String code = Secrets.newCode();
    Instant expires = clock.instant().plus(settings.codeLife());
    store.newCode(id, digest(code), expires);
    record(caller.actor(), "security.device_code_made", id, Map.of());
    return new Awaiting(device, code, expires);
  }

  @Transactional
  void revoke(Caller caller, UUID id, String reason) {
    if (reason.isBlank() || reason.length() > 500) {
      throw Refused.invalid("security.reason_missing").field("reason");
    }
    required(id);
    store.revoke(id, reason.strip(), clock.instant());
    revisions.raiseDevices();
    record(caller.actor(), "security.device_revoked", id, Map.of("reason", reason.strip()));
  }

  /**
   * Enrols a device; a token it or its predecessor had counts no more.
   *
   * @param key public key in X.509 form
   * @throws Refused 422 {@code security.code_invalid} for a wrong, used or expired code
   */
  @Transactional
  Enrolled enrol(String code, byte[] key, @Nullable String name) {
    Instant now = clock.instant();
    Device device =
        store
            .useCode(digest(Secrets.normalCode(code)), name, now)
            .orElseThrow(() -> Refused.invalid("security.code_invalid").field("code"));
    String token = Secrets.newToken();
    store.replaceToken(device.id(), Digest.of(token).bytes(), key, now);
    revisions.raiseDevices();
    record(
        new Actor("device", device.id(), device.name()),
        "security.device_enrolled",
        device.id(),
        Map.of("place", device.placeId()));
    return new Enrolled(device, token);
  }

  void report(Caller caller, int unsynced, @Nullable Instant oldest, @Nullable String version) {
    reports.merge(
        caller.id(), new Report(clock.instant(), unsynced, oldest, version), Report::then);
  }

  @Scheduled(fixedDelay = 3_000)
  @Transactional
  void writeReports() {
    Map<UUID, Report> taken = new HashMap<>();
    for (UUID id : reports.keySet()) {
      @Nullable Report report = reports.remove(id);
      if (report != null) {
        taken.put(id, report);
      }
    }
    if (!taken.isEmpty()) {
      store.seen(taken);
    }
  }

  private Device required(UUID id) {
    return store.byId(id).orElseThrow(() -> Refused.notFound("security.device_missing"));
  }

  private byte[] digest(String code) {
    return vault.digest(("security.device_code:" + code).getBytes(StandardCharsets.UTF_8));
  }

  private void record(Actor actor, String action, UUID device, Map<String, ?> body) {
    audit.record(actor, action, "device:" + device, body);
  }

  /** A token as it is remembered. */
  private record Known(Caller caller, boolean revoked) {
    static Known of(Held held) {
      Device device = held.device();
      return new Known(
          new Caller(
              Caller.Kind.DEVICE,
              device.id(),
              device.name(),
              PERMISSIONS,
              Scope.EVERYWHERE,
              device.placeId()),
          held.revoked() || device.state() == State.REVOKED);
    }
  }

  /** What is to be noted of a device: that it called, and what it last said of itself. */
  record Report(
      Instant at,
      @Nullable Integer unsynced,
      @Nullable Instant oldestUnsynced,
      @Nullable String appVersion) {

    static Report call(Instant at) {
      return new Report(at, null, null, null);
    }

    Report then(Report next) {
      return next.unsynced() == null
          ? new Report(next.at(), unsynced, oldestUnsynced, appVersion)
          : next;
    }
  }
}
