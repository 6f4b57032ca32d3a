package org.shouwang.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Every text of the server in both languages, with the same holes to fill. */
class TextsUnitTests {

  private static final Pattern HOLE = Pattern.compile("\\{(\\w+)}");
  private static final Pattern FOREIGN_MARK = Pattern.compile("[\\p{IsHan}”）][,;:?!]");

  private static Properties of(Resource file) throws IOException {
    Properties texts = new Properties();
    try (InputStreamReader in =
        new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
      texts.load(in);
    }
    return texts;
  }

  private static Set<String> holes(String text) {
    return HOLE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  @Test
  void bothLanguagesSayTheSameThings() throws IOException {
    Resource[] chinese =
        new PathMatchingResourcePatternResolver().getResources("classpath*:i18n/*_zh.properties");
    assertThat(chinese).hasSizeGreaterThan(10);
    for (Resource file : chinese) {
      String name = String.valueOf(file.getFilename());
      Properties zh = of(file);
      Properties en = of(file.createRelative(name.replace("_zh", "_en")));
      assertThat(new TreeSet<>(en.stringPropertyNames()))
          .as(name)
          .isEqualTo(new TreeSet<>(zh.stringPropertyNames()));
      for (String key : zh.stringPropertyNames()) {
        String text = zh.getProperty(key);
        String english = en.getProperty(key);
        assertThat(holes(english)).as(key).isEqualTo(holes(text));
        assertThat(text).as(key).isNotBlank().doesNotContainPattern(FOREIGN_MARK);
        assertThat(english).as(key).isNotBlank();
      }
    }
  }
}
