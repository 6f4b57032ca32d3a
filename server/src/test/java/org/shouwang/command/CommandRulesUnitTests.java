package org.shouwang.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CommandRulesUnitTests {

  @Test
  void spacesWidthAndCaseDontChangeWhatANoticeSays() {
    assertThat(Texts.meaning("班车停运", "3 月 8 日起 A 线"))
        .isEqualTo(Texts.meaning(" 班车停运 ", "3月8日起\na线"));
    assertThat(Texts.meaning("(一)", "x")).isEqualTo(Texts.meaning("(一)", "x"));
    assertThat(Texts.meaning("班车停运", "3 月 9 日起")).isNotEqualTo(Texts.meaning("班车停运", "3 月 8 日起"));
    assertThat(Texts.meaning("ab", "c")).isNotEqualTo(Texts.meaning("a", "bc"));
  }

  @Test
  void aFileIsWhatItsEndingSays() {
    byte[] pdf = "%PDF-1.4".getBytes(StandardCharsets.US_ASCII);
    assertThat(FileKindRules.type("报告.PDF", pdf)).contains("application/pdf");
    assertThat(FileKindRules.type("报告.docx", pdf)).isEmpty();
    assertThat(FileKindRules.type("pdf", pdf)).as("the ending alone is a name").isNotEmpty();
    assertThat(FileKindRules.type("x.svg", "<svg/>".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(FileKindRules.type("x.txt", "守望".getBytes(StandardCharsets.UTF_8)))
        .contains("text/plain");
    assertThat(FileKindRules.type("x.txt", new byte[] {'a', 0, 'b'})).isEmpty();
    assertThat(FileKindRules.type("x.txt", new byte[] {(byte) 0xff, (byte) 0xfe})).isEmpty();
  }
}
