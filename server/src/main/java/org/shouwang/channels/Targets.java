package org.shouwang.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import org.shouwang.channels.Adapter.Target;
import org.shouwang.vault.Vault;
import org.springframework.stereotype.Component;

/** Opens where a route leads, for the moment of sending; never for a screen. */
@Component
class Targets {

  private final Vault vault;

  Targets(Vault vault) {
    this.vault = vault;
  }

  Target of(Route route) {
    byte[] secret = route.secret();
    return new Target(
        URI.create(opened(route.address(), Route.addressOf(route.id()))),
        secret == null ? null : opened(secret, Route.secretOf(route.id())));
  }

  private String opened(byte[] sealed, String context) {
    return new String(vault.unseal(sealed, context), UTF_8);
  }
}
