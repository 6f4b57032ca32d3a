package org.shouwang.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The HTTPS connector beside the plain one, which is bound to loopback alone.
 *
 * <p>Its certificate is a given one, or one of the park's own root (see {@link LocalAuthority}),
 * looked at every hour and exchanged without a restart.
 */
@Component
public class Https implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final Logger log = LoggerFactory.getLogger(Https.class);

  private final TlsSettings settings;
  private final Clock clock;
  private final Optional<CertificateFiles> local;
  private Optional<Connector> connector = Optional.empty();
  private HostNames host;
  private List<Long> givenVersion;

  Https(TlsSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.local =
        settings.enabled() && !settings.given()
            ? Optional.of(new CertificateFiles(settings.directory()))
            : Optional.empty();
    this.host = HostNames.discover(settings.names());
    this.givenVersion = givenVersion();
  }

  /** The root that phones install; empty with a given certificate or without HTTPS. */
  public Optional<X509Certificate> root() {
    return local.flatMap(CertificateFiles::root);
  }

  /** The root as phones take it (DER). */
  public Optional<byte[]> rootFile() {
    return root()
        .map(certificate -> {
          try {
            return certificate.getEncoded();
          } catch (CertificateEncodingException e) {
            throw new IllegalStateException("the root can't be encoded", e);
          }
        });
  }

  /** Where other machines reach this one, ending in a slash; empty without HTTPS. */
  public Optional<URI> address() {
    return connector
        .map(Connector::getLocalPort)
        .filter(port -> port > 0)
        .map(port ->
            URI.create(
                "https://%s%s/"
                    .formatted(
                        host.preferred().contains(":")
                            ? "[" + host.preferred() + "]"
                            : host.preferred(),
                        port == 443 ? "" : ":" + port)));
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    if (!settings.enabled()) {
      return;
    }
    local.ifPresent(files -> files.renew(host, clock.instant()));
    Connector https = new Connector(Http11NioProtocol.class.getName());
    https.setPort(settings.port());
    https.setScheme("https");
    https.setSecure(true);
    https.addUpgradeProtocol(new Http2Protocol());
    if (https.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
      protocol.setMaxConnections(10_000);
      protocol.setAcceptCount(1_000);
      protocol.setExecutor(new VirtualThreadExecutor("https-"));
    }
    if (https.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
      protocol.setSSLEnabled(true);
      protocol.setServer("");
    }
    https.addSslHostConfig(hostConfig());
    factory.addAdditionalConnectors(https);
    connector = Optional.of(https);
  }

  /** Exchanges the certificate when it nears its end, the names or the given files changed. */
  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1H")
  void renew() {
    if (connector.isEmpty()) {
      return;
    }
    HostNames now = HostNames.discover(settings.names());
    boolean changed = local.map(files -> files.renew(now, clock.instant())).orElse(false);
    List<Long> version = givenVersion();
    if (changed || !version.equals(givenVersion)) {
      if (connector.get().getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
        protocol.addSslHostConfig(hostConfig(), true);
      }
      log.info("the certificate was exchanged");
    }
    host = now;
    givenVersion = version;
  }

  private SSLHostConfig hostConfig() {
    SSLHostConfig config = new SSLHostConfig();
    config.setProtocols("TLSv1.2+TLSv1.3");
    config.setHonorCipherOrder(true);
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
    if (local.isPresent()) {
      CertificateFiles files = local.get();
      certificate.setCertificateKeystoreFile(files.serverStore().toString());
      certificate.setCertificateKeystoreType("PKCS12");
      certificate.setCertificateKeystorePassword(files.storePassword());
      certificate.setCertificateKeyAlias(CertificateFiles.ALIAS);
    } else {
      certificate.setCertificateFile(String.valueOf(settings.certificate()));
      certificate.setCertificateKeyFile(String.valueOf(settings.key()));
    }
    config.addCertificate(certificate);
    return config;
  }

  private List<Long> givenVersion() {
    if (settings.certificate() == null || settings.key() == null) {
      return List.of();
    }
    try {
      return List.of(
          Files.getLastModifiedTime(settings.certificate()).toMillis(),
          Files.getLastModifiedTime(settings.key()).toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the given certificate %s or key %s can't be read"
              .formatted(settings.certificate(), settings.key()),
          e);
    }
  }
}
