package org.shouwang.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.shouwang.audit.Audit;
import org.springframework.stereotype.Service;

/**
 * Seals and opens personal numbers. Every way to get plain text out of the process's hands goes
 * through {@link #open}, which is logged. Thread-safe.
 */
@Service
public class Vault {

  /** Bytes of a blind index. */
  public static final int INDEX_BYTES = 16;

  private final Aead seal;
  private final PrfSet index;
  private final PrfSet digest;
  private final Audit audit;

  Vault(VaultSettings settings, KeyMarkStore marks, Audit audit) {
    this.audit = audit;
    try {
      AeadConfig.register();
      PrfConfig.register();
      KeyFiles files = new KeyFiles(settings.keys());
      if (!files.exist() && marks.mark().isPresent()) {
        throw new IllegalStateException(
            "the key files are missing from "
                + settings.keys().toAbsolutePath()
                + " but the database holds sealed data: put the files back (or set"
                + " shouwang.vault.keys); without them the data can't be read");
      }
      seal =
          files
              .keyset("seal", PredefinedAeadParameters.AES256_GCM)
              .getPrimitive(RegistryConfiguration.get(), Aead.class);
      index =
          files
              .keyset("index", PredefinedPrfParameters.HMAC_SHA256_PRF)
              .getPrimitive(RegistryConfiguration.get(), PrfSet.class);
      digest =
          files
              .keyset("digest", PredefinedPrfParameters.HMAC_SHA256_PRF)
              .getPrimitive(RegistryConfiguration.get(), PrfSet.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the vault can't be opened with its keys", e);
    }
    if (!marks.agrees(index("vault", "mark"))) {
      throw new IllegalStateException(
          "the keys in "
              + settings.keys().toAbsolutePath()
              + " are not those that the database was sealed with: put the right files back");
    }
  }

  /**
   * Seals a text.
   *
   * @param context what the sealed value belongs to; the same is needed to open it, so a value
   *     moved to another row can't be opened there
   */
  public byte[] seal(String text, String context) {
    return seal(text.getBytes(UTF_8), context);
  }

  /** Seals bytes. */
  public byte[] seal(byte[] bytes, String context) {
    try {
      return seal.encrypt(bytes, context.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed", e);
    }
  }

  /** Opens a value for a person to see; logged in the caller's transaction. */
  public String open(byte[] sealed, String context, Opening opening) {
    return open(List.of(new Sealed(sealed, context)), opening).getFirst();
  }

  /** Opens many values for one purpose; logged once, with their count. */
  public List<String> open(List<Sealed> values, Opening opening) {
    audit.record(
        opening.actor(),
        "vault.opened",
        opening.subject(),
        Map.of("purpose", opening.purpose(), "values", values.size()));
    List<String> opened = new ArrayList<>(values.size());
    for (Sealed value : values) {
      opened.add(new String(decrypt(value.bytes(), value.context()), UTF_8));
    }
    return opened;
  }

  /** Opens a file for a person to have; logged in the caller's transaction. */
  public byte[] openBytes(byte[] sealed, String context, Opening opening) {
    byte[] opened = decrypt(sealed, context);
    audit.record(
        opening.actor(),
        "vault.opened",
        opening.subject(),
        Map.of("purpose", opening.purpose(), "values", 1));
    return opened;
  }

  /**
   * A sealed value and its context.
   *
   * @param bytes as {@link #seal} gave them
   * @param context as given to {@link #seal}
   */
  public record Sealed(byte[] bytes, String context) {}

  /**
   * What a screen may show of a sealed value without a purpose.
   *
   * @param mask one of {@link Masks}
   */
  public String masked(byte[] sealed, String context, Function<String, String> mask) {
    return mask.apply(new String(decrypt(sealed, context), UTF_8));
  }

  /**
   * Opens what the software itself sealed for its own later use, such as staged rows of an import.
   * Not for showing a person's number to anybody: that is {@link #open}.
   */
  public byte[] unseal(byte[] sealed, String context) {
    return decrypt(sealed, context);
  }

  /** Keyed hashes of a sealed number for a device that must recognise it without holding it. */
  public byte[] keyed(byte[] sealed, String context, byte[] key, String prefix) {
    return hmac(key, prefix + new String(decrypt(sealed, context), UTF_8));
  }

  /** HMAC-SHA256 of a text under a given key. */
  public static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is missing", e);
    }
  }

  /**
   * The blind index of a value: equal for equal values of a domain, says nothing without the key.
   *
   * @param domain what kind of value, so that equal texts of two kinds differ
   */
  public byte[] index(String domain, String value) {
    return compute(index, (domain + "\u0000" + value).getBytes(UTF_8), INDEX_BYTES);
  }

  /** Keyed digest of a body: proves that two are the same, can't be guessed from outside. */
  public byte[] digest(byte[] body) {
    return compute(digest, body, 32);
  }

  private static byte[] compute(PrfSet keyed, byte[] input, int length) {
    try {
      return keyed.computePrimary(input, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the keyed hash failed", e);
    }
  }

  private byte[] decrypt(byte[] sealed, String context) {
    try {
      return seal.decrypt(sealed, context.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a sealed value doesn't open: other keys or another row", e);
    }
  }
}
