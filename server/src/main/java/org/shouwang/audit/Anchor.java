package org.shouwang.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file outside the database that holds each link's head: {@code no at head}, a line a link. Put
 * it on another machine or a write-once medium to be safe from this machine's administrator.
 */
final class Anchor {

  private final Path file;

  Anchor(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** Appends lines durably. */
  void append(List<Line> lines) throws IOException {
    Files.createDirectories(file.getParent());
    StringBuilder text = new StringBuilder(endsMidLine() ? "\n" : "");
    lines.forEach(line -> text.append(line).append('\n'));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** A crash may have torn the last line. */
  private boolean endsMidLine() throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.read(last, channel.size() - 1);
      return last.get(0) != '\n';
    }
  }

  /** Highest link it holds; 0 if none. */
  long last() throws IOException {
    Content content = read();
    return content.lines().isEmpty() ? 0 : content.lines().lastKey();
  }

  Content read() throws IOException {
    TreeMap<Long, Line> lines = new TreeMap<>();
    if (Files.exists(file)) {
      for (String text : Files.readAllLines(file)) {
        Line line = Line.of(text); // null: torn by a crash, written once more after it
        if (line != null) {
          lines.putIfAbsent(line.no(), line);
        }
      }
    }
    return new Content(lines);
  }

  /** What the file holds; where a link stands twice, the first one counts. */
  record Content(NavigableMap<Long, Line> lines) {

    Map<Long, Line> after(long no) {
      return lines.tailMap(no, false);
    }
  }

  /** One link. */
  record Line(long no, Instant at, String head) {

    static @Nullable Line of(String text) {
      String[] parts = text.strip().split(" ");
      if (parts.length != 3 || parts[2].length() != 64) {
        return null;
      }
      try {
        HexFormat.of().parseHex(parts[2]);
        return new Line(Long.parseLong(parts[0]), Instant.parse(parts[1]), parts[2]);
      } catch (IllegalArgumentException | java.time.DateTimeException e) {
        return null;
      }
    }

    @Override
    public String toString() {
      return no + " " + at + " " + head;
    }
  }
}
