package org.shouwang.capture;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.shouwang.vault.Vault;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Keyed digest of a fact's content but its sending time, so that a retry is the same fact and a
 * changed body is not. Keyed, for a plain digest over an ID number could be guessed.
 */
@Component
class FactDigest {

  private final Vault vault;

  FactDigest(Vault vault) {
    this.vault = vault;
  }

  byte[] of(Fact fact) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(fact.id().getMostSignificantBits());
      out.writeLong(fact.id().getLeastSignificantBits());
      out.writeUTF(fact.type());
      out.writeLong(fact.at().getEpochSecond());
      out.writeInt(fact.at().getNano());
      out.writeUTF(String.valueOf(fact.place()));
      person(fact.person(), out);
      canonical(fact.data(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return vault.digest(bytes.toByteArray());
  }

  private static void person(@Nullable PersonReference person, DataOutputStream out)
      throws IOException {
    switch (person) {
      case null -> out.writeByte(0);
      case PersonReference.ById byId -> {
        out.writeByte(1);
        out.writeUTF(byId.id().toString());
      }
      case PersonReference.ByDocument document -> {
        out.writeByte(2);
        out.writeUTF(document.type());
        out.writeUTF(document.number());
        out.writeUTF(String.valueOf(document.name()));
        out.writeUTF(String.valueOf(document.phone()));
      }
    }
  }

  /** The order of an object's fields doesn't matter; everything else does. */
  private static void canonical(JsonNode node, DataOutputStream out) throws IOException {
    if (node.isObject()) {
      out.writeByte('{');
      Map<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(it -> sorted.put(it.getKey(), it.getValue()));
      for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
        out.writeUTF(field.getKey());
        canonical(field.getValue(), out);
      }
      out.writeByte('}');
    } else if (node.isArray()) {
      out.writeByte('[');
      for (JsonNode element : node) {
        canonical(element, out);
      }
      out.writeByte(']');
    } else {
      byte[] text = node.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      out.writeInt(text.length);
      out.write(text);
    }
  }
}
