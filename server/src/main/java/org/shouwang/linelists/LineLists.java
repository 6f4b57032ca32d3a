package org.shouwang.linelists;

import static org.shouwang.linelists.ListStore.State.CANCELLED;
import static org.shouwang.linelists.ListStore.State.COMMITTED;
import static org.shouwang.linelists.ListStore.State.COMMITTING;
import static org.shouwang.linelists.ListStore.State.FAILED;
import static org.shouwang.linelists.ListStore.State.MAPPING;
import static org.shouwang.linelists.ListStore.State.PREVIEWED;
import static org.shouwang.linelists.ListStore.State.READING;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.linelists.ListStore.LineList;
import org.shouwang.linelists.ListStore.Settings;
import org.shouwang.linelists.ListStore.State;
import org.shouwang.security.Caller;
import org.shouwang.vault.Vault;
import org.shouwang.web.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The life of lists: read, mapped, previewed, taken in or called off. One works at a time; a
 * restart takes up what was cut off.
 */
@Service
class LineLists {

  private static final Logger log = LoggerFactory.getLogger(LineLists.class);
  private static final int PART = 1 << 20;

  private final ListStore store;
  private final ListRowStore rows;
  private final ListWork work;
  private final Mappings mappings;
  private final Vault vault;
  private final Audit audit;
  private final Clock wall;
  private final TransactionTemplate transaction;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("line-lists").factory());

  LineLists(
      ListStore store,
      ListRowStore rows,
      ListWork work,
      Mappings mappings,
      Vault vault,
      Audit audit,
      Clock wall,
      TransactionTemplate transaction) {
    this.store = store;
    this.rows = rows;
    this.work = work;
    this.mappings = mappings;
    this.vault = vault;
    this.audit = audit;
    this.wall = wall;
    this.transaction = transaction;
  }

  /** Takes up what a restart cut off. */
  @EventListener(ApplicationReadyEvent.class)
  void resume() {
    for (UUID id : store.unfinished()) {
      log.info("list {} was cut off, taking it up again", id);
      worker.execute(() -> work(id));
    }
  }

  /** Keeps the file sealed and starts to read it. */
  UUID start(String fileName, InputStream file, Caller caller) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    String shown = fileName.length() > 120 ? fileName.substring(0, 120) : fileName;
    transaction.executeWithoutResult(status -> {
      store.insert(id, shown, caller, wall.instant().truncatedTo(ChronoUnit.MICROS));
      keep(id, file);
      audit.record(caller.actor(), "linelists.started", "list:" + id, Map.of());
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
    return "line-list-file:" + id + ":" + part;
  }

  /** Reads it again as a person says, and keeps what they said under a name if they gave one. */
  void map(
      LineList job, Mapping mapping, Settings settings, @Nullable String saveAs, Caller caller) {
    transaction.executeWithoutResult(status -> {
      if (!store.map(job.id(), settings, Set.of(MAPPING, PREVIEWED), READING)) {
        throw wrongState(job);
      }
      store.acting(job.id(), caller);
      rows.clear(job.id());
      if (saveAs != null) {
        mappings.save(
            saveAs,
            mapping,
            Objects.requireNonNull(settings.kind()),
            work.headers(job).stream().map(Survey.Seen::header).toList(),
            caller);
        audit.record(caller.actor(), "linelists.mapping_saved", "list:" + job.id(), Map.of());
      }
    });
    worker.execute(() -> work(job.id()));
  }

  void commit(LineList job, Caller caller) {
    transaction.executeWithoutResult(status -> {
      if (!store.move(job.id(), Set.of(PREVIEWED), COMMITTING, 0)) {
        throw wrongState(job);
      }
      store.acting(job.id(), caller);
      audit.record(
          caller.actor(),
          "linelists.confirmed",
          "list:" + job.id(),
          Map.of("document", Objects.requireNonNullElse(job.settings().document(), "")));
    });
    worker.execute(() -> work(job.id()));
  }

  void cancel(LineList job, Caller caller) {
    transaction.executeWithoutResult(status -> {
      if (!store.move(job.id(), Set.of(READING, MAPPING, PREVIEWED), CANCELLED, 0)) {
        throw wrongState(job);
      }
      rows.clear(job.id());
      store.dropFile(job.id());
      audit.record(caller.actor(), "linelists.cancelled", "list:" + job.id(), Map.of());
    });
  }

  private static Refused wrongState(LineList job) {
    return Refused.conflict("linelists.state").field("state").value(job.state().key());
  }

  private void work(UUID id) {
    LineList job = store.find(id).orElseThrow();
    try {
      switch (job.state()) {
        case READING -> read(job);
        case COMMITTING -> take(job);
        case MAPPING, PREVIEWED, COMMITTED, CANCELLED, FAILED -> {}
      }
    } catch (Refused refused) {
      fail(job, refused.code());
    } catch (RuntimeException e) {
      // the class alone: a message of the database may quote a row
      log.error("list {} failed: {}", id, e.getClass().getName());
      log.debug("list {} failed", id, e);
      fail(job, "linelists.failed");
    }
  }

  private void fail(LineList job, String code) {
    transaction.executeWithoutResult(status -> {
      if (store.move(job.id(), Set.of(READING, COMMITTING), FAILED, 0, code)) {
        rows.clear(job.id());
        store.dropFile(job.id());
      }
    });
  }

  private void read(LineList job) {
    rows.clear(job.id());
    Path file = unseal(job.id());
    try {
      State next = work.read(job, file);
      store.count(job.id());
      store.move(job.id(), Set.of(READING), next, 1);
    } finally {
      delete(file);
    }
    if (store.find(job.id()).orElseThrow().state() == CANCELLED) {
      rows.clear(job.id()); // called off while it was read
    }
  }

  private void take(LineList job) {
    work.take(job, share -> store.progress(job.id(), share));
    transaction.executeWithoutResult(status -> {
      store.count(job.id());
      store.move(job.id(), List.of(COMMITTING), COMMITTED, 1);
      rows.forget(job.id());
      store.dropFile(job.id());
      LineList done = store.find(job.id()).orElseThrow();
      audit.record(
          job.by().actor(),
          "linelists.committed",
          "list:" + job.id(),
          Map.of(
              "new", done.counts().fresh(),
              "joined", done.counts().joined(),
              "changed", done.counts().changed(),
              "bad", done.counts().bad()));
    });
  }

  private Path unseal(UUID id) {
    try {
      Path file = Files.createTempFile("line-list", ".part"); // mode 0600, gone after the reading
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
      log.warn("a temporary file of a list could not be deleted: {}", e.getClass().getName());
    }
  }
}
