package org.shouwang.people;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.shouwang.vault.Masks;
import org.shouwang.vault.Opening;
import org.shouwang.vault.Vault;
import org.shouwang.vault.Vault.Sealed;
import org.springframework.stereotype.Component;

/** Documents and phones as the vault keeps them: sealed under the very index they are found by. */
@Component
class PersonNumbers {

  private final Vault vault;

  PersonNumbers(Vault vault) {
    this.vault = vault;
  }

  /**
   * A number ready for a row.
   *
   * @param key its blind index
   * @param sealed the number itself
   * @param last4 blind index of its last four
   */
  record Kept(byte[] key, byte[] sealed, byte[] last4) {}

  Kept document(DocumentType type, String number) {
    byte[] key = documentKey(type, number);
    return new Kept(
        key, vault.seal(number, context("document", key)), documentLast4(lastFour(number)));
  }

  byte[] documentKey(DocumentType type, String number) {
    return vault.index("people.document", type.key() + ":" + number);
  }

  Kept phone(String number) {
    byte[] key = phoneKey(number);
    return new Kept(key, vault.seal(number, context("phone", key)), phoneLast4(lastFour(number)));
  }

  byte[] phoneKey(String number) {
    return vault.index("people.phone", number);
  }

  byte[] documentLast4(String four) {
    return vault.index("people.document.last4", four);
  }

  byte[] phoneLast4(String four) {
    return vault.index("people.phone.last4", four);
  }

  @Nullable String maskedDocument(byte @Nullable [] key, byte @Nullable [] sealed) {
    return key == null || sealed == null
        ? null
        : vault.masked(sealed, context("document", key), Masks::document);
  }

  @Nullable String maskedPhone(byte @Nullable [] key, byte @Nullable [] sealed) {
    return key == null || sealed == null
        ? null
        : vault.masked(sealed, context("phone", key), Masks::phone);
  }

  /** The keyed hash by which a device knows a document without holding it, and its last four. */
  DeviceKey deviceKey(byte[] key, byte[] sealed, String type, byte[] deviceKey) {
    String context = context("document", key);
    return new DeviceKey(
        HexFormat.of().formatHex(vault.keyed(sealed, context, deviceKey, type + ":")),
        vault.masked(sealed, context, number -> "…" + lastFour(number)));
  }

  record DeviceKey(String key, String masked) {}

  Sealed sealedDocument(byte[] key, byte[] sealed) {
    return new Sealed(sealed, context("document", key));
  }

  Sealed sealedPhone(byte[] key, byte[] sealed) {
    return new Sealed(sealed, context("phone", key));
  }

  List<String> open(List<Sealed> numbers, Opening opening) {
    return vault.open(numbers, opening);
  }

  static String lastFour(String number) {
    return number.substring(Math.max(0, number.length() - 4));
  }

  private static String context(String what, byte[] key) {
    return what + ":" + HexFormat.of().formatHex(key);
  }
}
