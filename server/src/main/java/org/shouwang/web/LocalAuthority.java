package org.shouwang.web;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the park's own root and the server's certificate under it (P-256, SHA-256).
 *
 * <p>The root is bound by name constraints to the host's names, the usual private suffixes and the
 * private address ranges: a phone that installs it gives nobody power over the public web.
 */
final class LocalAuthority {

  static final Duration ROOT_LIFE = Duration.ofDays(3650);

  /** Phones refuse longer ones, even under a root that was installed by hand. */
  static final Duration SERVER_LIFE = Duration.ofDays(397);

  private static final List<String> PRIVATE_SUFFIXES =
      List.of("localhost", "local", "lan", "internal", "home.arpa");
  private static final List<String> PRIVATE_RANGES =
      List.of(
          "127.0.0.0/8",
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "0:0:0:0:0:0:0:1/128",
          "fc00::/7",
          "fe80::/10");
  private static final SecureRandom RANDOM = new SecureRandom();

  private LocalAuthority() {}

  /** A private key with its certificate. */
  record Identity(PrivateKey key, X509Certificate certificate) {}

  static Identity newRoot(HostNames host, Instant now) {
    try {
      KeyPair keys = newKeys();
      X500Name name = new X500Name("CN=Shouwang local root " + now.toString().substring(0, 10));
      X509v3CertificateBuilder builder =
          builder(name, name, now, ROOT_LIFE, keys)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
              .addExtension(Extension.nameConstraints, true, constraints(host));
      return new Identity(keys.getPrivate(), signed(builder, keys.getPrivate()));
    } catch (GeneralSecurityException | IOException | OperatorException e) {
      throw new IllegalStateException("the local root certificate could not be made", e);
    }
  }

  static Identity newServer(Identity root, HostNames host, Instant now) {
    try {
      KeyPair keys = newKeys();
      X500Name issuer =
          X500Name.getInstance(root.certificate().getSubjectX500Principal().getEncoded());
      X509v3CertificateBuilder builder =
          builder(issuer, new X500Name("CN=" + host.preferred()), now, SERVER_LIFE, keys)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root.certificate()))
              .addExtension(Extension.subjectAlternativeName, false, alternativeNames(host));
      return new Identity(keys.getPrivate(), signed(builder, root.key()));
    } catch (GeneralSecurityException | IOException | OperatorException e) {
      throw new IllegalStateException("the server's certificate could not be made", e);
    }
  }

  /** The names a certificate was made for, as {@link #wanted} writes them. */
  static SortedSet<String> namesOf(X509Certificate certificate) {
    try {
      SortedSet<String> names = new TreeSet<>();
      var alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        alternatives.forEach(one -> names.add(String.valueOf(one.get(1))));
      }
      return names;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate's names can't be read", e);
    }
  }

  static SortedSet<String> wanted(HostNames host) {
    SortedSet<String> names = new TreeSet<>(host.names());
    names.addAll(host.addresses());
    return names;
  }

  /** Whether the root's name constraints permit every name of the certificate. */
  static boolean covers(X509Certificate root, X509Certificate server) {
    try {
      X509CertificateHolder holder = new JcaX509CertificateHolder(root);
      NameConstraints constraints =
          NameConstraints.getInstance(
              holder.getExtensions().getExtensionParsedValue(Extension.nameConstraints));
      PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
      if (constraints != null) {
        validator.intersectPermittedSubtree(constraints.getPermittedSubtrees());
      }
      GeneralNames names =
          GeneralNames.fromExtensions(
              new JcaX509CertificateHolder(server).getExtensions(),
              Extension.subjectAlternativeName);
      for (GeneralName name : names.getNames()) {
        validator.checkPermitted(name);
      }
      return true;
    } catch (NameConstraintValidatorException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate can't be read", e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, Instant now, Duration life, KeyPair keys)
      throws GeneralSecurityException, IOException {
    // Phones' clocks are late at times: valid from yesterday.
    return new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(127, RANDOM).add(BigInteger.ONE),
            Date.from(now.minus(Duration.ofDays(1))),
            Date.from(now.plus(life).minus(Duration.ofDays(1))),
            subject,
            keys.getPublic())
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey signer)
      throws GeneralSecurityException, OperatorException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
  }

  private static GeneralNames alternativeNames(HostNames host) {
    List<GeneralName> names = new ArrayList<>();
    host.names().forEach(it -> names.add(new GeneralName(GeneralName.dNSName, it)));
    host.addresses().forEach(it -> names.add(new GeneralName(GeneralName.iPAddress, it)));
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private static NameConstraints constraints(HostNames host) {
    SortedSet<String> dns = new TreeSet<>(PRIVATE_SUFFIXES);
    dns.addAll(host.names());
    List<GeneralSubtree> permitted = new ArrayList<>();
    dns.forEach(it -> permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, it))));
    PRIVATE_RANGES.forEach(it -> permitted.add(range(it)));
    host.addresses().forEach(it -> permitted.add(range(it + (it.contains(":") ? "/128" : "/32"))));
    return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null);
  }

  private static GeneralSubtree range(String cidr) {
    String[] parts = cidr.split("/");
    byte[] address = HostNames.parse(parts[0]).getAddress();
    int bits = Integer.parseInt(parts[1]);
    byte[] range = new byte[address.length * 2];
    for (int i = 0; i < address.length; i++) {
      int ones = Math.clamp(bits - i * 8L, 0, 8);
      int mask = (0xff << (8 - ones)) & 0xff;
      range[i] = (byte) (address[i] & mask);
      range[address.length + i] = (byte) mask;
    }
    return new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(range)));
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }
}
