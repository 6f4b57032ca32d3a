package org.shouwang.security;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.shouwang.web.Refused;

/** A device's public ES256 key (P-256), as WebCrypto exports it and signs with it. */
final class DeviceKey {

  private static final int COORDINATE_BYTES = 32;

  private DeviceKey() {}

  /**
   * Reads a JWK.
   *
   * @return the key in X.509 form
   * @throws Refused {@code security.key_invalid} unless it is a point of P-256
   */
  static byte[] ofJwk(String kty, String crv, String x, String y) {
    try {
      if (!kty.equals("EC") || !crv.equals("P-256")) {
        throw invalid();
      }
      ECParameterSpec curve = p256();
      ECPoint point = new ECPoint(coordinate(x), coordinate(y));
      requireOnCurve(point, curve);
      return KeyFactory.getInstance("EC")
          .generatePublic(new ECPublicKeySpec(point, curve))
          .getEncoded();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw invalid();
    }
  }

  /** Whether a signature (r and s of 32 bytes each) over a text is of the key. */
  static boolean verifies(byte[] key, String payload, byte[] signature) {
    if (signature.length != 2 * COORDINATE_BYTES) {
      return false;
    }
    try {
      PublicKey decoded = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key));
      Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
      verifier.initVerify((ECPublicKey) decoded);
      verifier.update(payload.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static void requireOnCurve(ECPoint point, ECParameterSpec curve) {
    BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    BigInteger right =
        x.pow(3).add(curve.getCurve().getA().multiply(x)).add(curve.getCurve().getB()).mod(p);
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0 || !y.pow(2).mod(p).equals(right)) {
      throw invalid();
    }
  }

  private static ECParameterSpec p256() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  private static BigInteger coordinate(String text) {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    if (bytes.length != COORDINATE_BYTES) {
      throw invalid();
    }
    return new BigInteger(1, bytes);
  }

  private static Refused invalid() {
    return Refused.invalid("security.key_invalid").field("publicKey");
  }
}
