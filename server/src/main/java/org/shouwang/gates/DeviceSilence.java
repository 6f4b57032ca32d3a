package org.shouwang.gates;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Devices;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Opens an alert for an enrolled device that last said facts wait on it and then fell silent. */
@Component
class DeviceSilence {

  private static final Duration QUIET = Duration.ofMinutes(30);

  private final Devices devices;
  private final HoldStore store;
  private final Clock wall;
  private final WorldClock world;

  DeviceSilence(Devices devices, HoldStore store, Clock wall, WorldClock world) {
    this.devices = devices;
    this.store = store;
    this.wall = wall;
    this.world = world;
  }

  @Scheduled(fixedDelay = 60_000, initialDelay = 60_000)
  void look() {
    Instant silentSince = wall.instant().minus(QUIET);
    List<HoldStore.Alert> alerts =
        devices.inUse().stream()
            .filter(device -> device.state() == Devices.State.ACTIVE)
            .filter(device -> device.lastSeen() != null && device.lastSeen().isBefore(silentSince))
            .filter(device -> device.unsynced() != null && device.unsynced() > 0)
            .map(device ->
                new HoldStore.Alert(
                    "device_silent",
                    device.id(),
                    device.placeId(),
                    null,
                    null,
                    world.now(),
                    Map.of("device", device.name(), "lastSeen", String.valueOf(device.lastSeen()))))
            .toList();
    store.raise(alerts);
  }
}
