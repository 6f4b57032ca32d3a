package org.shouwang.channels;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.security.Caller;
import org.shouwang.security.Directory;
import org.shouwang.vault.Vault;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Routes as administrators manage them; every change is audited, without address and secret. */
@Component
class Routes {

  private static final int MOST_PER_MINUTE = 6_000;

  private final RouteStore store;
  private final Vault vault;
  private final Audit audit;
  private final Directory directory;
  private final ChannelsSettings settings;
  private final Clock wall;
  private final Wire wire;
  private final Letters letters;
  private final Targets targets;
  private final TransactionTemplate transaction;
  private final Map<ChannelKind, Adapter> adapters = new EnumMap<>(ChannelKind.class);

  Routes(
      RouteStore store,
      Vault vault,
      Audit audit,
      Directory directory,
      ChannelsSettings settings,
      Clock wall,
      Wire wire,
      Letters letters,
      Targets targets,
      TransactionTemplate transaction,
      List<Adapter> adapters) {
    this.store = store;
    this.vault = vault;
    this.audit = audit;
    this.directory = directory;
    this.settings = settings;
    this.wall = wall;
    this.wire = wire;
    this.letters = letters;
    this.targets = targets;
    this.transaction = transaction;
    adapters.forEach(adapter -> this.adapters.put(adapter.kind(), adapter));
  }

  /**
   * What is filled in.
   *
   * @param secret null: as before, or none; empty: none
   */
  record Fields(
      @Nullable String name,
      @Nullable String channel,
      @Nullable String toKind,
      @Nullable UUID toId,
      @Nullable String address,
      @Nullable String secret,
      @Nullable Integer perMinute,
      @Nullable Boolean enabled,
      @Nullable Integer version) {}

  @Transactional
  public Route add(Fields fields, Caller caller) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    ChannelKind channel = channel(fields.channel());
    String toKind = toKind(channel, fields);
    String address = address(Texts.required("address", fields.address(), 1_000));
    String secret = Texts.optional("secret", fields.secret(), 500);
    Route route =
        new Route(
            id,
            Texts.required("name", fields.name(), 100),
            channel,
            toKind,
            toKind == null ? null : fields.toId(),
            vault.seal(address, Route.addressOf(id)),
            AddressRules.shown(address),
            secret == null ? null : vault.seal(secret, Route.secretOf(id)),
            perMinute(fields.perMinute(), channel.perMinute()),
            fields.enabled() == null || fields.enabled(),
            0,
            null,
            null,
            null,
            null,
            1);
    store.add(route, wall.instant());
    record(caller, "channels.route_made", route);
    return find(id);
  }

  /** Changes a route; its channel and addressee stay. */
  @Transactional
  public Route change(UUID id, Fields fields, Caller caller) {
    Route before = find(id);
    String typed = Texts.optional("address", fields.address(), 1_000);
    String address = typed == null ? null : address(typed);
    Route after =
        new Route(
            id,
            fields.name() == null ? before.name() : Texts.required("name", fields.name(), 100),
            before.channel(),
            before.toKind(),
            before.toId(),
            address == null ? before.address() : vault.seal(address, Route.addressOf(id)),
            address == null ? before.shown() : AddressRules.shown(address),
            secret(before, fields.secret()),
            perMinute(fields.perMinute(), before.perMinute()),
            fields.enabled() == null ? before.enabled() : fields.enabled(),
            0,
            null,
            null,
            null,
            null,
            fields.version() == null ? before.version() : fields.version());
    if (!store.change(after)) {
      throw Refused.conflict("channels.route_moved_on");
    }
    record(caller, "channels.route_changed", after);
    return find(id);
  }

  private byte @Nullable [] secret(Route before, @Nullable String typed) {
    if (typed == null) {
      return before.secret();
    }
    String secret = Texts.optional("secret", typed, 500);
    return secret == null ? null : vault.seal(secret, Route.secretOf(before.id()));
  }

  @Transactional
  public int remove(UUID id, Caller caller) {
    Route route = find(id);
    int waiting = store.remove(id, wall.instant());
    record(caller, "channels.route_removed", route);
    return waiting;
  }

  @Transactional
  public int retry(UUID id, Caller caller) {
    find(id);
    int again = store.retry(id, wall.instant());
    audit.record(
        caller.actor(), "channels.deliveries_retried", "route:" + id, Map.of("deliveries", again));
    return again;
  }

  /** Sends a test at once, outside the outbox, but within the route's rate. */
  Outcome test(UUID id, @Nullable String phone, Caller caller) {
    Route route = find(id);
    String to = phone(route, phone);
    UUID attempt = UuidCreator.getTimeOrderedEpoch();
    Boolean room =
        transaction.execute(status -> {
          boolean noted = store.noteTest(id, attempt, wall.instant());
          audit.record(caller.actor(), "channels.route_tested", "route:" + id, Map.of());
          return noted;
        });
    if (!Boolean.TRUE.equals(room)) {
      throw Refused.of(429, "channels.rate_used_up").with("retryAfter", 60);
    }
    Adapter adapter = Objects.requireNonNull(adapters.get(route.channel()));
    Instant now = wall.instant();
    Outcome outcome =
        wire.send(adapter, letters.test(attempt, caller.name(), to), targets.of(route), now);
    store.testEnded(attempt, outcome, wall.instant());
    return outcome;
  }

  private static @Nullable String phone(Route route, @Nullable String typed) {
    if (route.channel() != ChannelKind.SMS) {
      return null;
    }
    String phone = Texts.required("phone", typed, 20);
    if (!phone.matches("1[3-9]\\d{9}")) {
      throw Refused.invalid("channels.phone_form").field("phone");
    }
    return phone;
  }

  Route find(UUID id) {
    return store.find(id).orElseThrow(() -> Refused.notFound("channels.route_unknown").value(id));
  }

  private String address(String typed) {
    String problem = AddressRules.problem(typed, settings.loopback()).orElse("");
    switch (problem) {
      case "" -> {
        return typed;
      }
      case "address_scheme" -> throw Refused.invalid("channels.address_scheme").field("address");
      case "address_inside" -> throw Refused.invalid("channels.address_inside").field("address");
      default -> throw Refused.invalid("channels.address_form").field("address");
    }
  }

  private static ChannelKind channel(@Nullable String typed) {
    String key = typed == null ? "" : typed;
    return ChannelKind.of(key)
        .orElseThrow(() ->
            Refused.invalid("channels.channel_unknown")
                .field("channel")
                .value(PlainValues.shown(key, 40))
                .with(
                    "known",
                    String.join(
                        ", ", Arrays.stream(ChannelKind.values()).map(ChannelKind::key).toList())));
  }

  /** Robots serve units, a gateway serves persons. */
  private @Nullable String toKind(ChannelKind channel, Fields fields) {
    String kind = fields.toKind() == null ? "" : fields.toKind();
    UUID id = fields.toId();
    if (kind.isEmpty() && id == null) {
      return null;
    }
    String right = channel == ChannelKind.SMS ? "person" : "unit";
    if (!kind.equals(right) || id == null) {
      throw Refused.invalid("channels.addressee_wrong")
          .field(kind.equals(right) ? "toId" : "toKind")
          .value(PlainValues.shown(kind, 40));
    }
    if (right.equals("unit") && directory.unitNames(Set.of(id)).isEmpty()) {
      throw Refused.invalid("channels.unit_unknown").field("toId").value(id);
    }
    return right;
  }

  private static int perMinute(@Nullable Integer typed, int otherwise) {
    int perMinute = typed == null ? otherwise : typed;
    if (perMinute < 1 || perMinute > MOST_PER_MINUTE) {
      throw Refused.invalid("channels.rate_range")
          .field("perMinute")
          .value(perMinute)
          .with("limit", MOST_PER_MINUTE);
    }
    return perMinute;
  }

  private void record(Caller caller, String action, Route route) {
    audit.record(
        caller.actor(),
        action,
        "route:" + route.id(),
        Map.of(
            "name", route.name(),
            "channel", route.channel().key(),
            "perMinute", route.perMinute(),
            "enabled", route.enabled()));
  }
}
