package org.shouwang.security;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Devices.Awaiting;
import org.shouwang.security.Devices.Device;
import org.shouwang.web.Page;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Field devices, on the console. */
@RestController
@RequestMapping("/api/v1/devices")
class DevicesController {

  private final Devices devices;
  private final Names names;

  DevicesController(Devices devices, Names names) {
    this.devices = devices;
    this.names = names;
  }

  record NewDevice(@Nullable String name, @Nullable UUID placeId, @Nullable String lane) {}

  record Reason(@Nullable String reason) {}

  /** A device as the console shows it. */
  record DeviceView(
      UUID id,
      String name,
      UUID placeId,
      String placeName,
      @Nullable String lane,
      String state,
      @Nullable Instant enrolledAt,
      @Nullable Instant lastSeen,
      @Nullable Integer unsynced,
      @Nullable Instant oldestUnsynced,
      @Nullable String appVersion) {}

  record Code(DeviceView device, String code, Instant expiresAt) {}

  @GetMapping
  @Access(value = Permission.DEVICES_MANAGE, within = Within.PARK)
  Page<DeviceView> list(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit) {
    int rows = Page.limit(limit);
    Page<Device> page =
        Page.of(devices.list(key(after), rows + 1), rows, device -> device.id().toString());
    Map<UUID, String> placeNames =
        names.ofPlaces(page.items().stream().map(Device::placeId).toList());
    List<DeviceView> items = page.items().stream().map(it -> view(it, placeNames)).toList();
    return new Page<>(items, page.next(), page.total());
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Access(value = Permission.DEVICES_MANAGE, within = Within.PARK)
  Code add(@RequestBody NewDevice given, Caller caller) {
    if (given.placeId() == null) {
      throw Refused.invalid("security.place_unknown").field("placeId").value(null);
    }
    String name = given.name() == null ? "" : given.name();
    return code(devices.add(caller, name, given.placeId(), given.lane()));
  }

  @PostMapping("/{id}/code")
  @Access(value = Permission.DEVICES_MANAGE, within = Within.PARK)
  Code newCode(@PathVariable UUID id, Caller caller) {
    return code(devices.newCode(caller, id));
  }

  @PostMapping("/{id}/revoke")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Access(value = Permission.DEVICES_MANAGE, within = Within.PARK)
  void revoke(@PathVariable UUID id, @RequestBody Reason given, Caller caller) {
    devices.revoke(caller, id, given.reason() == null ? "" : given.reason());
  }

  private static @Nullable UUID key(@Nullable String after) {
    return Page.decode(after, PlainValues::uuid);
  }

  private Code code(Awaiting awaiting) {
    Device device = awaiting.device();
    return new Code(
        view(device, names.ofPlaces(List.of(device.placeId()))),
        awaiting.code(),
        awaiting.expiresAt());
  }

  private static DeviceView view(Device device, Map<UUID, String> placeNames) {
    return new DeviceView(
        device.id(),
        device.name(),
        device.placeId(),
        placeNames.getOrDefault(device.placeId(), ""),
        device.lane(),
        device.state().name().toLowerCase(Locale.ROOT),
        device.enrolledAt(),
        device.lastSeen(),
        device.unsynced(),
        device.oldestUnsynced(),
        device.appVersion());
  }
}
