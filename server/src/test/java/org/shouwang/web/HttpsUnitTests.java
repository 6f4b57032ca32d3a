package org.shouwang.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

/** The two connectors of a bare Tomcat. */
class HttpsUnitTests {

  @TempDir Path directory;
  private Https https;
  private WebServer server;

  @BeforeEach
  void start() throws Exception {
    https =
        new Https(
            new TlsSettings(true, 0, List.of("localhost"), null, null, directory),
            Clock.systemUTC());
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
    factory.setAddress(InetAddress.getLoopbackAddress());
    https.customize(factory);
    server =
        factory.getWebServer(context ->
            context
                .addServlet(
                    "hello",
                    new jakarta.servlet.http.HttpServlet() {
                      @Override
                      protected void doGet(
                          jakarta.servlet.http.HttpServletRequest request,
                          jakarta.servlet.http.HttpServletResponse answer)
                          throws java.io.IOException {
                        answer.getWriter().print(request.isSecure());
                      }
                    })
                .addMapping("/hello"));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private HttpClient client(boolean withRoot) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    if (withRoot) {
      trusted.setCertificateEntry("root", https.root().orElseThrow());
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(withRoot ? trusted : null);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), new SecureRandom());
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @Test
  void aClientThatInstalledTheRootReachesItOverHttp2() throws Exception {
    URI hello = https.address().orElseThrow().resolve("hello");
    try (HttpClient client = client(true)) {
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(hello).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("true");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }
  }

  @Test
  void aClientWithoutTheRootRefuses() throws Exception {
    URI hello = https.address().orElseThrow().resolve("hello");
    try (HttpClient client = client(false)) {
      assertThatThrownBy(() ->
              client.send(
                  HttpRequest.newBuilder(hello).build(), HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void plainHttpIsBoundToLoopbackOnly() throws Exception {
    for (var network : java.net.NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : network.inetAddresses().toList()) {
        if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
          assertThatThrownBy(() -> new java.net.Socket(address, server.getPort()).close())
              .isInstanceOf(java.net.ConnectException.class);
        }
      }
    }
    try (java.net.Socket socket =
        new java.net.Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      assertThat(socket.isConnected()).isTrue();
    }
  }
}
