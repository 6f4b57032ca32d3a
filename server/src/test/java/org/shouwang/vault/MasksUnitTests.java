package org.shouwang.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MasksUnitTests {

  @Test
  void aResidentsNumberKeepsSixAndFour() {
    assertThat(Masks.document("62012119000101001X")).isEqualTo("620121********001X");
  }

  @Test
  void aShortDocumentKeepsTwo() {
    assertThat(Masks.document("E12345678")).isEqualTo("*******78");
    assertThat(Masks.document("A")).isEqualTo("A");
  }

  @Test
  void aMobileKeepsThreeAndFour() {
    assertThat(Masks.phone("13900000000")).isEqualTo("139****0000");
  }
}
