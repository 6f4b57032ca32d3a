package org.shouwang.people;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.shouwang.audit.Audit;
import org.shouwang.clock.WorldClock;
import org.shouwang.people.ImportStore.Import;
import org.shouwang.security.Caller;
import org.shouwang.vault.Vault;
import org.shouwang.web.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/**
 * The life of imports: read and staged, previewed, committed or cancelled. One works at a time; a
 * restart takes up what was cut off.
 */
@Service
class Imports {

  private static final Logger log = LoggerFactory.getLogger(Imports.class);
  private static final int PART = 1 << 20;

  private final ImportStore store;
  private final ImportRowStore rows;
  private final ImportCommitStore commits;
  private final ImportReading.Tools tools;
  private final Vault vault;
  private final Audit audit;
  private final Clock wall;
  private final WorldClock world;
  private final TransactionTemplate transaction;
  private final ObjectMapper json;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("imports").factory());

  Imports(
      ImportStore store,
      ImportRowStore rows,
      ImportCommitStore commits,
      UnitStore units,
      PersonNumbers numbers,
      Documents documents,
      Vault vault,
      Audit audit,
      Clock wall,
      WorldClock world,
      TransactionTemplate transaction,
      ObjectMapper json) {
    this.store = store;
    this.rows = rows;
    this.commits = commits;
    this.tools = new ImportReading.Tools(store, rows, units, numbers, vault, json, documents);
    this.vault = vault;
    this.audit = audit;
    this.wall = wall;
    this.world = world;
    this.transaction = transaction;
    this.json = json;
  }

  /** Takes up what a restart cut off. */
  @EventListener(ApplicationReadyEvent.class)
  void resume() {
    for (Import job : store.unfinished()) {
      log.info("import {} was cut off while {}, taking it up again", job.id(), job.state());
      worker.execute(() -> work(job.id()));
    }
  }

  /** Keeps the file sealed and starts to read it. */
  UUID start(String fileName, InputStream file, ImportKind kind, Caller caller) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    String shown = fileName.length() > 120 ? fileName.substring(0, 120) : fileName;
    transaction.executeWithoutResult(status -> {
      store.insert(id, shown, kind, caller, wall.instant(), "{}");
      keep(id, file);
      audit.record(
          caller.actor(), "people.import_started", "import:" + id, Map.of("kind", kind.key()));
    });
    worker.execute(() -> work(id));
    return id;
  }

  private void keep(UUID id, InputStream file) {
    try {
      int part = 0;
      for (byte[] bytes = file.readNBytes(PART); bytes.length > 0; bytes = file.readNBytes(PART)) {
        store.addPart(id, part, vault.seal(bytes, context(id, part)));
        part++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the upload broke off", e);
    }
  }

  private static String context(UUID id, int part) {
    return "import-file:" + id + ":" + part;
  }

  /** Reads it again with headers mapped by hand. */
  void remap(Import job, Map<String, String> mapping) {
    if (!store.remap(job.id(), json.writeValueAsString(mapping))) {
      throw wrongState(job);
    }
    worker.execute(() -> work(job.id()));
  }

  void commit(Import job, Caller caller) {
    transaction.executeWithoutResult(status -> {
      if (!store.move(job.id(), Set.of(ImportState.PREVIEWED), ImportState.COMMITTING, 0.6)) {
        throw wrongState(job);
      }
      audit.record(caller.actor(), "people.import_confirmed", "import:" + job.id(), Map.of());
    });
    worker.execute(() -> work(job.id()));
  }

  void cancel(Import job, Caller caller) {
    transaction.executeWithoutResult(status -> {
      if (!store.move(
          job.id(), Set.of(ImportState.READING, ImportState.PREVIEWED), ImportState.CANCELLED, 0)) {
        throw wrongState(job);
      }
      rows.clear(job.id());
      store.dropFile(job.id());
      audit.record(caller.actor(), "people.import_cancelled", "import:" + job.id(), Map.of());
    });
  }

  private static Refused wrongState(Import job) {
    return Refused.conflict("people.import_state").field("state").value(job.state());
  }

  private void work(UUID id) {
    Import job = store.find(id).orElseThrow();
    try {
      switch (job.state()) {
        case "reading" -> read(job);
        case "committing" -> take(job, 3);
        default -> {}
      }
    } catch (ImportReading.Cancelled cancelled) {
      rows.clear(id);
    } catch (Refused refused) {
      fail(job, refused.code());
    } catch (RuntimeException e) {
      // the class alone: a message of the database may quote a row
      log.error("import {} failed: {}", id, e.getClass().getName());
      log.debug("import {} failed", id, e);
      fail(job, "people.import_failed");
    }
  }

  private void fail(Import job, String code) {
    transaction.executeWithoutResult(status -> {
      store.move(
          job.id(),
          Set.of(ImportState.READING, ImportState.COMMITTING),
          ImportState.FAILED,
          0,
          code);
      rows.clear(job.id());
      store.dropFile(job.id());
    });
  }

  private void read(Import job) {
    rows.clear(job.id());
    Path file = unseal(job.id());
    try {
      Map<String, String> mapping =
          json.readValue(job.mapping(), new TypeReference<Map<String, String>>() {});
      ImportReading reading =
          new ImportReading(job, tools, mapping, world.today(), Files.size(file));
      TableFile.read(file, job.fileName(), reading::accept);
      reading.finish();
      store.move(job.id(), Set.of(ImportState.READING), ImportState.PREVIEWED, 0.6);
    } catch (IOException e) {
      throw new UncheckedIOException("the staged file can't be read", e);
    } finally {
      delete(file);
    }
  }

  private Path unseal(UUID id) {
    try {
      Path file = Files.createTempFile("import", ".part"); // mode 0600, gone after the reading
      try (OutputStream out = Files.newOutputStream(file)) {
        int part = 0;
        for (byte[] sealed : store.parts(id)) {
          out.write(vault.unseal(sealed, context(id, part++)));
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("the staged file can't be written", e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("a temporary file of an import could not be deleted: {}", e.getClass().getName());
    }
  }

  /** A fact may name a person of the file in the very moment of the commit: then once more. */
  private void take(Import job, int tries) {
    try {
      transaction.executeWithoutResult(status -> {
        commits.commit(
            job.id(),
            world.today(),
            world.now().atOffset(ZoneOffset.UTC),
            progress -> aside(job.id(), progress));
        store.dropFile(job.id());
        store.move(job.id(), Set.of(ImportState.COMMITTING), ImportState.COMMITTED, 1);
        audit.record(
            job.actor(),
            "people.import_committed",
            "import:" + job.id(),
            Map.of("good", job.good(), "bad", job.bad(), "unchanged", job.unchanged()));
      });
    } catch (DuplicateKeyException named) {
      if (tries <= 1) {
        throw named;
      }
      take(job, tries - 1);
    }
  }

  /** Seen by others while the commit still runs. */
  private void aside(UUID id, double progress) {
    TransactionTemplate aside =
        new TransactionTemplate(Objects.requireNonNull(transaction.getTransactionManager()));
    aside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    aside.executeWithoutResult(status -> store.progress(id, progress));
  }
}
