package org.shouwang.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The texts of all modules in Chinese and English, with named placeholders. */
@Component
public class Messages {

  private final Map<String, String> chinese = load("zh");
  private final Map<String, String> english = load("en");

  /** Chinese unless the locale's language is English. */
  public static Locale supported(Locale locale) {
    return "en".equals(locale.getLanguage()) ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
  }

  /**
   * The text of a key with its placeholders filled; the key itself where a text is missing (a test
   * fails on that).
   */
  public String text(Locale locale, String key, Map<String, ?> values) {
    Map<String, String> texts = supported(locale) == Locale.ENGLISH ? english : chinese;
    String text = texts.getOrDefault(key, key);
    for (Map.Entry<String, ?> value : values.entrySet()) {
      text = text.replace("{" + value.getKey() + "}", String.valueOf(value.getValue()));
    }
    return text;
  }

  /** All keys of a language. */
  public Set<String> keys(Locale locale) {
    return (supported(locale) == Locale.ENGLISH ? english : chinese).keySet();
  }

  private static Map<String, String> load(String language) {
    Map<String, String> texts = new HashMap<>();
    try {
      for (Resource file :
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:i18n/*_" + language + ".properties")) {
        Properties read = new Properties();
        try (Reader reader = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
          read.load(reader);
        }
        read.stringPropertyNames().forEach(key -> texts.put(key, read.getProperty(key)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the texts could not be read", e);
    }
    return Map.copyOf(texts);
  }
}
