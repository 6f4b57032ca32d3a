package org.shouwang.vault;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the keys are.
 *
 * @param data the data directory
 * @param vault where the keys are, if not in it
 */
@ConfigurationProperties("shouwang")
record VaultSettings(Path data, @Nullable Place vault) {

  /**
   * @param keys the directory of the key files; made at the first start, readable by its owner
   *     alone
   */
  record Place(Path keys) {}

  Path keys() {
    return vault == null ? data.resolve("keys") : vault.keys();
  }
}
