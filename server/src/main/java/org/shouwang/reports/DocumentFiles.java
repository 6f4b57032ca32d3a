package org.shouwang.reports;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** Documents as files that a browser takes. */
final class DocumentFiles {

  private static final String DOCX =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

  private DocumentFiles() {}

  static ResponseEntity<byte[]> docx(byte[] content, String name) {
    return file(content, DOCX, name + ".docx");
  }

  static ResponseEntity<byte[]> pdf(byte[] content, String name) {
    return file(content, "application/pdf", name + ".pdf");
  }

  private static ResponseEntity<byte[]> file(byte[] content, String type, String name) {
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .body(content);
  }
}
