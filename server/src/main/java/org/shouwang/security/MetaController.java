package org.shouwang.security;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Https;
import org.shouwang.web.Refused;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What anybody may know before signing in. */
@RestController
class MetaController {

  private static final String ROOT = "/root-ca.crt";

  private final Demo demo;
  private final Https https;
  private final String version;

  MetaController(Demo demo, Https https, ObjectProvider<BuildProperties> build) {
    this.demo = demo;
    this.https = https;
    this.version =
        Optional.ofNullable(build.getIfAvailable()).map(BuildProperties::getVersion).orElse("dev");
  }

  record Meta(
      String name,
      String version,
      boolean demo,
      List<Demo.Known> demoAccounts,
      List<String> languages,
      @Nullable String rootCertificate,
      @Nullable URI fieldUrl) {}

  @GetMapping("/api/v1/meta")
  @Access(within = Within.PUBLIC)
  Meta meta(Locale locale) {
    return new Meta(
        "守望 Shouwang",
        version,
        demo.on(),
        demo.accounts(locale),
        List.of("zh-CN", "en"),
        https.root().isPresent() ? ROOT : null,
        https.address().map(address -> address.resolve("field/")).orElse(null));
  }

  /** The root that phones install; its name constraints keep it to this park's names. */
  @GetMapping(ROOT)
  @Access(within = Within.PUBLIC)
  ResponseEntity<byte[]> root() {
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, "application/x-x509-ca-cert")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"shouwang-root.crt\"")
        .body(https.rootFile().orElseThrow(() -> Refused.notFound("web.not_found")));
  }
}
