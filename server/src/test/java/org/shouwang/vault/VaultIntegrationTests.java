package org.shouwang.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.shouwang.IntegrationTest;
import org.shouwang.audit.Actor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class VaultIntegrationTests extends IntegrationTest {

  @Autowired Vault vault;
  @Autowired VaultSettings settings;
  @Autowired JdbcClient jdbc;

  @Test
  void whatIsSealedOpensForAPurposeAndIsLogged() {
    byte[] sealed = vault.seal("62012119000101001X", "person:1");
    String subject = "person:" + UUID.randomUUID();
    Actor actor = new Actor("account", UUID.randomUUID(), "tester");
    assertThat(new String(sealed, UTF_8)).doesNotContain("620121");
    assertThat(vault.open(sealed, "person:1", new Opening(actor, "a test", subject)))
        .isEqualTo("62012119000101001X");
    assertThat(
            jdbc.sql(
                    "select actor_name from audit.entry where action = 'vault.opened' and subject = ?")
                .param(subject)
                .query(String.class)
                .list())
        .containsExactly("tester");
  }

  @Test
  void aSealedValueDoesNotOpenOnAnotherRow() {
    byte[] sealed = vault.seal("13900000000", "person:1");
    assertThatThrownBy(() -> vault.unseal(sealed, "person:2"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anOpeningWithoutAPurposeIsNone() {
    assertThatThrownBy(() -> new Opening(Actor.SYSTEM, " ", "person:1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theBlindIndexIsEqualForEqualValuesOfADomainAlone() {
    assertThat(vault.index("phone", "1")).hasSize(16).isEqualTo(vault.index("phone", "1"));
    assertThat(vault.index("phone", "1")).isNotEqualTo(vault.index("document", "1"));
    assertThat(vault.digest(new byte[] {1})).hasSize(32).isEqualTo(vault.digest(new byte[] {1}));
  }

  @Test
  void theKeysAreReadableByTheirOwnerAlone() throws IOException {
    for (String name : new String[] {"seal", "index", "digest"}) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(settings.keys().resolve(name + ".json"))))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings.keys())))
        .isEqualTo("rwx------");
  }
}
