package org.shouwang.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shouwang.web.Refused;

class TableFileUnitTests {

  @TempDir Path directory;

  private List<SheetRow> read(Path file) {
    List<SheetRow> rows = new ArrayList<>();
    TableFile.read(file, "people.csv", rows::add);
    return rows;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  @Test
  void csvIsReadAsUtf8WithMarkAndAsGbk() throws IOException {
    String text = "姓名,电话\r\n张三,13900000000\r\n";
    assertThat(read(write("a.csv", ("\ufeff" + text).getBytes(UTF_8))).getFirst().cell(0).text())
        .isEqualTo("姓名");
    assertThat(read(write("b.csv", text.getBytes(Charset.forName("GBK")))).get(1).cell(0).text())
        .isEqualTo("张三");
  }

  @Test
  void whatSeparatesIsSeenOutsideOfQuotes() throws IOException {
    String text = "\"病例, 全部\";\"a,b,c,d\";x\r\n1;2;3\r\n";
    List<SheetRow> rows = read(write("s.csv", text.getBytes(UTF_8)));
    assertThat(rows.getFirst().cells()).hasSize(3);
    assertThat(rows.getFirst().cell(0).text()).isEqualTo("病例, 全部");
    assertThat(read(write("t.csv", "a\tb; c\td\n".getBytes(UTF_8))).getFirst().cells()).hasSize(3);
    assertThat(read(write("c.csv", "标题一行\na,b;c,d\n".getBytes(UTF_8))).get(1).cells()).hasSize(3);
  }

  @Test
  void aWorkbooksNumbersTextsAndFormulasAreToldApart() throws IOException {
    Path file = directory.resolve("a.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook workbook = new Workbook(out, "test", "1.0")) {
      Worksheet sheet = workbook.newWorksheet("人员");
      sheet.value(0, 0, "姓名");
      sheet.value(2, 0, "'629901198503021019");
      sheet.value(2, 1, 629901198503021019d);
      sheet.formula(2, 2, "1+1");
    }
    List<SheetRow> rows = read(file);
    assertThat(rows).hasSize(2);
    SheetRow row = rows.get(1);
    assertThat(row.line()).isEqualTo(3);
    assertThat(row.cell(0).number()).isFalse();
    assertThat(row.cell(1).number()).isTrue();
    assertThat(row.cell(1).text()).hasSize(18).startsWith("62990119850302");
    assertThat(row.cell(2).formula()).isTrue();
  }

  @Test
  void aZipBombIsRefused() throws IOException {
    Path file = directory.resolve("bomb.xlsx");
    byte[] zeros = new byte[1 << 20];
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      for (int i = 0; i < 64; i++) {
        zip.write(zeros);
      }
    }
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("people.file_bomb"));
  }

  @Test
  void whatIsNoTableIsRefused() throws IOException {
    assertRefused(write("a.xlsx", "PK\u0003\u0004 no zip at all".getBytes(UTF_8)));
    assertRefused(
        write(
            "b.xls",
            new byte[] {
              (byte) 0xD0,
              (byte) 0xCF,
              0x11,
              (byte) 0xE0,
              (byte) 0xA1,
              (byte) 0xB1,
              0x1A,
              (byte) 0xE1
            }));
    assertRefused(write("c.bin", new byte[] {1, 0, 2, 0}));
    assertRefused(write("d.csv", new byte[0]));
  }

  private void assertRefused(Path file) {
    assertThatThrownBy(() -> read(file)).isInstanceOf(Refused.class);
  }
}
