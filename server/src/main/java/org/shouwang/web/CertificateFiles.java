package org.shouwang.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.shouwang.web.LocalAuthority.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root's and the server's keys on disk (PKCS12, readable by the owner only), made at the first
 * start and renewed before they expire or when the host's names change.
 */
final class CertificateFiles {

  static final String ALIAS = "shouwang";
  static final Duration RENEW_AHEAD = Duration.ofDays(60);

  private static final Logger log = LoggerFactory.getLogger(CertificateFiles.class);

  private final Path directory;
  private final char[] password;

  CertificateFiles(Path directory) {
    this.directory = directory.toAbsolutePath();
    this.password = password();
  }

  Path serverStore() {
    return directory.resolve("server.p12");
  }

  String storePassword() {
    return new String(password);
  }

  /** The root's certificate; present once {@link #renew} has run. */
  Optional<X509Certificate> root() {
    return read("root.p12").map(Identity::certificate);
  }

  /**
   * Makes or renews what is missing, near its end or made for other names.
   *
   * @return whether the server's certificate is a new one
   */
  synchronized boolean renew(HostNames host, Instant now) {
    Identity root =
        read("root.p12")
            .filter(it -> lives(it, now))
            .orElseGet(() -> keepRoot(LocalAuthority.newRoot(host, now)));
    Optional<Identity> server = read("server.p12").filter(it -> lives(it, now));
    if (server.isPresent()
        && LocalAuthority.namesOf(server.get().certificate()).equals(LocalAuthority.wanted(host))
        && trusted(root, server.get())) {
      return false;
    }
    Identity fresh = LocalAuthority.newServer(root, host, now);
    if (!trusted(root, fresh)) {
      log.warn(
          "the host has names that its local root does not cover: a new root is made, phones must"
              + " install it again");
      root = keepRoot(LocalAuthority.newRoot(host, now));
      fresh = LocalAuthority.newServer(root, host, now);
    }
    write("server.p12", fresh.key(), fresh.certificate(), root.certificate());
    log.info("made a certificate for {}", LocalAuthority.wanted(host));
    return true;
  }

  private Identity keepRoot(Identity root) {
    write("root.p12", root.key(), root.certificate());
    return root;
  }

  private static boolean lives(Identity identity, Instant now) {
    return identity.certificate().getNotAfter().toInstant().isAfter(now.plus(RENEW_AHEAD));
  }

  /** Whether a browser with this root takes this certificate: signature and name constraints. */
  private static boolean trusted(Identity root, Identity server) {
    try {
      server.certificate().verify(root.certificate().getPublicKey());
      return LocalAuthority.covers(root.certificate(), server.certificate());
    } catch (SignatureException | InvalidKeyException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the server's certificate could not be checked", e);
    }
  }

  private Optional<Identity> read(String file) {
    Path path = directory.resolve(file);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      if (store.getKey(ALIAS, password) instanceof PrivateKey key
          && store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
        return Optional.of(new Identity(key, certificate));
      }
      throw new CertificateException("no key named " + ALIAS);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "%s can't be read; move it away and a new one is made at the next start".formatted(path),
          e);
    }
  }

  private void write(String file, PrivateKey key, X509Certificate... chain) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(ALIAS, key, password, chain);
      Path fresh = ownerOnly(directory.resolve(file + ".new"));
      try (OutputStream out = Files.newOutputStream(fresh)) {
        store.store(out, password);
      }
      Files.move(fresh, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("%s can't be written in %s".formatted(file, directory), e);
    }
  }

  private char[] password() {
    try {
      Files.createDirectories(directory);
      Path file = directory.resolve("password");
      if (!Files.exists(file)) {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        Files.writeString(ownerOnly(file), HexFormat.of().formatHex(bytes));
      }
      return Files.readString(file).strip().toCharArray();
    } catch (IOException e) {
      throw new IllegalStateException(
          "the keys' directory %s is not usable".formatted(directory), e);
    }
  }

  private static Path ownerOnly(Path file) throws IOException {
    Files.deleteIfExists(file);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return Files.createFile(file);
  }
}
