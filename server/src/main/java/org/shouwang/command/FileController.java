package org.shouwang.command;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.shouwang.web.PlainValues;
import org.shouwang.web.Refused;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Files over HTTP: brought first, then named by the act they belong to. */
@RestController
@RequestMapping("/api/v1/command/files")
class FileController {

  static final int MOST = 20 << 20;

  private final FileStore store;
  private final Signatures signatures;
  private final Audit audit;
  private final WorldClock world;

  FileController(FileStore store, Signatures signatures, Audit audit, WorldClock world) {
    this.store = store;
    this.signatures = signatures;
    this.audit = audit;
    this.world = world;
  }

  @PostMapping
  @Access(
      value = {Permission.COMMAND_CARRY_OUT, Permission.COMMAND_DIRECT, Permission.COMMAND_READ},
      within = Within.SELF)
  @Transactional
  FileStore.FileView bring(@RequestParam MultipartFile file, Caller caller) throws IOException {
    if (file.getSize() > MOST) {
      throw Refused.of(413, "command.file_too_large").field("file").with("limit", MOST >> 20);
    }
    String name = name(Objects.requireNonNullElse(file.getOriginalFilename(), ""));
    byte[] content = file.getBytes();
    String type =
        FileKindRules.type(name, content)
            .filter(known -> content.length > 0)
            .orElseThrow(() ->
                Refused.invalid("command.file_kind")
                    .field("file")
                    .value(PlainValues.shown(name, 60)));
    String digest = HexFormat.of().formatHex(Texts.sha256(content));
    FileStore.FileView kept =
        store.keep(
            new FileStore.FileView(
                UuidCreator.getTimeOrderedEpoch(), name, type, content.length, digest),
            content,
            caller,
            world.now());
    audit.record(
        caller.actor(),
        "command.file_brought",
        "file:" + kept.id(),
        Map.of("digest", digest, "size", content.length, "type", type));
    return kept;
  }

  /** The last part of a path, without what no file name has. */
  private static String name(String given) {
    String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
    String plain =
        (PlainValues.isText(last) ? last : "").replaceAll("[\\p{Cntrl}\"<>|:*?]", "_").strip();
    return plain.length() > 200 ? plain.substring(plain.length() - 200) : plain;
  }

  /** Never shown in the page itself, whatever is in it. */
  @GetMapping("/{id}")
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  ResponseEntity<byte[]> take(@PathVariable UUID id, Caller caller) {
    FileStore.Content content =
        store
            .content(id, signatures.sight(caller), caller.id())
            .orElseThrow(() -> Refused.notFound("command.file_unknown").field("id").value(id));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(content.file().type()))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(content.file().name(), StandardCharsets.UTF_8)
                .build()
                .toString())
        .header("X-Content-Type-Options", "nosniff")
        .body(content.bytes());
  }
}
