package org.shouwang.web;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * HTTPS for every name but loopback.
 *
 * @param enabled whether the HTTPS connector is opened
 * @param port its port on all interfaces; 0 picks a free one
 * @param names names and addresses the park uses for this machine, besides those it knows itself
 * @param certificate PEM file of a given certificate with its chain; absent: the local authority
 *     makes one
 * @param key PEM file of its private key
 * @param directory where the local authority keeps its keys
 */
@ConfigurationProperties("shouwang.tls")
record TlsSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("8443") int port,
    @DefaultValue List<String> names,
    @Nullable Path certificate,
    @Nullable Path key,
    @DefaultValue("data/tls") Path directory) {

  boolean given() {
    return certificate != null && key != null;
  }
}
