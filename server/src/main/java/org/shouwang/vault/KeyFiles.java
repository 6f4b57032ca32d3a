package org.shouwang.vault;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Set;

/** The key files: Tink keysets as JSON, mode 0600 in a directory of mode 0700. */
final class KeyFiles {

  private final Path directory;

  KeyFiles(Path directory) {
    this.directory = directory;
  }

  boolean exist() {
    return Files.exists(directory.resolve("seal.json"));
  }

  /** Reads a keyset, or makes it when there is none. */
  KeysetHandle keyset(String name, Parameters parameters) throws GeneralSecurityException {
    Path file = directory.resolve(name + ".json");
    try {
      if (!Files.exists(file)) {
        make(file, KeysetHandle.generateNew(parameters));
      }
      return TinkJsonProtoKeysetFormat.parseKeyset(
          Files.readString(file), InsecureSecretKeyAccess.get());
    } catch (IOException e) {
      throw new UncheckedIOException("the key file " + file + " can't be read or written", e);
    }
  }

  private void make(Path file, KeysetHandle keyset) throws IOException, GeneralSecurityException {
    Files.createDirectories(directory, mode("rwx------"));
    Path made = Files.createTempFile(directory, "new", ".json", mode("rw-------"));
    Files.writeString(
        made,
        TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get()),
        StandardOpenOption.SYNC);
    try {
      Files.createLink(file, made); // fails if another instance was first: its keys count
    } catch (FileAlreadyExistsException another) {
      // read below
    } finally {
      Files.delete(made);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
