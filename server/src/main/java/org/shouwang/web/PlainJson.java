package org.shouwang.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Reads the fields of request bodies as {@link PlainValues}; lists hold no nulls. */
@Configuration(proxyBeanMethods = false)
class PlainJson {

  @Bean
  JacksonModule plainValues() {
    return new SimpleModule("plain-values")
        .addDeserializer(String.class, new Plain<>(String.class, PlainJson::text))
        .addDeserializer(Instant.class, new Plain<>(Instant.class, PlainValues::instant))
        .addDeserializer(LocalDate.class, new Plain<>(LocalDate.class, PlainValues::day))
        .addDeserializer(UUID.class, new Plain<>(UUID.class, PlainValues::uuid));
  }

  @Bean
  JsonMapperBuilderCustomizer listsWithoutNulls() {
    JsonSetter.Value noNulls = JsonSetter.Value.forContentNulls(Nulls.FAIL);
    return builder ->
        builder
            .withConfigOverride(List.class, override -> override.setNullHandling(noNulls))
            .withConfigOverride(Set.class, override -> override.setNullHandling(noNulls));
  }

  private static String text(String text) {
    if (!PlainValues.isText(text)) {
      throw new IllegalArgumentException("NUL or half a surrogate pair");
    }
    return text;
  }

  /** Takes a JSON string and nothing else: a number is no name, and no moment either. */
  private static final class Plain<T> extends StdScalarDeserializer<T> {
    private final transient Function<String, T> read;

    Plain(Class<T> type, Function<String, T> read) {
      super(type);
      this.read = read;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T deserialize(JsonParser parser, DeserializationContext context) {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        return (T) context.handleUnexpectedToken(handledType(), parser);
      }
      String text = parser.getString();
      try {
        return read.apply(text);
      } catch (IllegalArgumentException | DateTimeException e) {
        return (T) context.handleWeirdStringValue(handledType(), text, "not in its form");
      }
    }
  }
}
