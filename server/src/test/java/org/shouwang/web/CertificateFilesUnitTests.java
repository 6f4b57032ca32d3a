package org.shouwang.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateFilesUnitTests {

  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  @TempDir Path directory;

  private static HostNames host(String... names) {
    return new HostNames(
        new TreeSet<>(List.of(names)), new TreeSet<>(List.of("127.0.0.1", "10.1.2.3")), names[0]);
  }

  @Test
  void keepsTheCertificateWhileNamesAndDatesHold() {
    CertificateFiles files = new CertificateFiles(directory);
    assertThat(files.renew(host("park.local", "localhost"), NOW)).isTrue();
    X509Certificate root = files.root().orElseThrow();
    assertThat(new CertificateFiles(directory).renew(host("park.local", "localhost"), NOW))
        .isFalse();
    assertThat(new CertificateFiles(directory).root()).contains(root);
  }

  @Test
  void keysAreReadableByTheirOwnerOnly() throws Exception {
    new CertificateFiles(directory).renew(host("park.local"), NOW);
    for (String file : List.of("root.p12", "server.p12", "password")) {
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void renewsBeforeTheEndUnderTheSameRoot() {
    CertificateFiles files = new CertificateFiles(directory);
    files.renew(host("park.local"), NOW);
    X509Certificate root = files.root().orElseThrow();
    assertThat(files.renew(host("park.local"), NOW.plus(Duration.ofDays(300)))).isFalse();
    assertThat(files.renew(host("park.local"), NOW.plus(Duration.ofDays(340)))).isTrue();
    assertThat(files.root()).contains(root);
  }

  @Test
  void newNamesInsideTheConstraintsKeepTheRoot() {
    CertificateFiles files = new CertificateFiles(directory);
    files.renew(host("park.local"), NOW);
    X509Certificate root = files.root().orElseThrow();
    assertThat(files.renew(host("gate.park.local"), NOW)).isTrue();
    assertThat(files.root()).contains(root);
  }

  @Test
  void aNameOutsideTheConstraintsMakesANewRoot() {
    CertificateFiles files = new CertificateFiles(directory);
    files.renew(host("park.local"), NOW);
    X509Certificate root = files.root().orElseThrow();
    assertThat(files.renew(host("park.example.com"), NOW)).isTrue();
    assertThat(files.root().orElseThrow()).isNotEqualTo(root);
  }

  @Test
  void theRootIsConstrainedToPrivateNames() {
    CertificateFiles files = new CertificateFiles(directory);
    files.renew(host("park.local"), NOW);
    X509Certificate root = files.root().orElseThrow();
    assertThat(root.getCriticalExtensionOIDs()).contains("2.5.29.30", "2.5.29.19");
    assertThat(root.getBasicConstraints()).isZero();
  }
}
