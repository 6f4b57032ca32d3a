package org.shouwang.gates;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A judged pass on its way into the table.
 *
 * @param went whether the person went through, for presence
 * @param opensHold no hold was open, and the verdict is to hold
 * @param byCode something stands against the person that rests on an official code
 * @param sheet number and line of a paper sheet
 * @param data the fact's data as sent
 */
record PassRow(
    PassData pass,
    GateVerdict verdict,
    Place place,
    @Nullable UUID unit,
    PassReader.@Nullable DeviceVerdict device,
    boolean went,
    boolean opensHold,
    boolean byCode,
    @Nullable UUID guard,
    @Nullable String lane,
    @Nullable SheetLine sheet,
    String data) {

  /** A line of a paper sheet, {@code <no>-<line>}. */
  record SheetLine(String sheet, int line) {}

  boolean differs() {
    return device != null && !device.action().equals(verdict.action().word());
  }

  @Nullable String reasonWords() {
    if (verdict.reasons().isEmpty()) {
      return null;
    }
    StringBuilder words = new StringBuilder();
    for (Reason reason : verdict.reasons()) {
      words.append(words.isEmpty() ? "" : ",").append(reason.code().word());
    }
    return words.toString();
  }
}
