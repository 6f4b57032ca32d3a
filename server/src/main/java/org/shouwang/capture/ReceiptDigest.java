package org.shouwang.capture;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Digest over the receipts of one commit, in order of id: what the audit entry vouches for. */
final class ReceiptDigest {

  private ReceiptDigest() {}

  static String of(List<ReceiptStore.Row> rows) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (ReceiptStore.Row row : rows) {
        sha.update(
            ByteBuffer.allocate(16)
                .putLong(row.id().getMostSignificantBits())
                .putLong(row.id().getLeastSignificantBits())
                .flip());
        sha.update(row.digest());
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
