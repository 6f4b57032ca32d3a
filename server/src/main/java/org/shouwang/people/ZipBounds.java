package org.shouwang.people;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.shouwang.web.Refused;

/** Refuses a zip bomb that calls itself a workbook, by inflating it into nothing and counting. */
final class ZipBounds {

  private static final int MAX_ENTRIES = 2_000;
  private static final long MAX_ENTRY = 300L << 20;
  private static final long MAX_STRINGS = 96L << 20;
  private static final long MAX_TOTAL = 400L << 20;

  /** Sheets of repeated text shrink to a fiftieth; nothing honest shrinks to a two-hundredth. */
  private static final long MAX_RATIO = 200;

  private static final long RATIO_FROM = 4L << 20;

  private ZipBounds() {}

  static void check(Path file) throws IOException {
    long total = 0;
    int entries = 0;
    byte[] sink = new byte[65_536];
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> each = zip.entries(); each.hasMoreElements(); ) {
        ZipEntry entry = each.nextElement();
        if (++entries > MAX_ENTRIES) {
          throw bomb();
        }
        long most = entry.getName().endsWith("sharedStrings.xml") ? MAX_STRINGS : MAX_ENTRY;
        long size = 0;
        try (InputStream in = zip.getInputStream(entry)) {
          for (int read = in.read(sink); read >= 0; read = in.read(sink)) {
            size += read;
            total += read;
            boolean swollen =
                size > RATIO_FROM && size > MAX_RATIO * Math.max(1, entry.getCompressedSize());
            if (size > most || total > MAX_TOTAL || swollen) {
              throw bomb();
            }
          }
        }
      }
    } catch (ZipException damaged) {
      throw Refused.invalid("people.file_damaged");
    }
  }

  private static Refused bomb() {
    return Refused.invalid("people.file_bomb");
  }
}
