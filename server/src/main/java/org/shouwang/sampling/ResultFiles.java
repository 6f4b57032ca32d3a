package org.shouwang.sampling;

import com.github.f4b6a3.uuid.UuidCreator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.shouwang.audit.Audit;
import org.shouwang.people.TableRows;
import org.shouwang.security.Caller;
import org.shouwang.web.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads a laboratory's files, row by row in batches: good rows go in whatever the others are, every
 * other row is answered for. The same file again changes nothing, so a reading that was cut off is
 * simply done again.
 */
@Service
class ResultFiles {

  /** As many as a sheet of Excel has. */
  private static final int MOST_ROWS = 1_048_576;

  private static final int BATCH = 2_000;
  private static final int TITLES = 10;
  private static final Logger log = LoggerFactory.getLogger(ResultFiles.class);

  private final ResultFileStore store;
  private final Results results;
  private final Audit audit;
  private final Clock wall;
  private final TransactionTemplate transaction;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("results").factory());

  ResultFiles(
      ResultFileStore store,
      Results results,
      Audit audit,
      Clock wall,
      TransactionTemplate transaction) {
    this.store = store;
    this.results = results;
    this.audit = audit;
    this.wall = wall;
    this.transaction = transaction;
  }

  /** What was being read when the machine stopped must be brought again. */
  @EventListener(ApplicationReadyEvent.class)
  void cutOff() {
    store.abandon(wall.instant());
  }

  /** Takes a file in and begins to read it. */
  UUID start(String name, InputStream content, Caller caller) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    try {
      Path file = Files.createTempFile("results", ".part");
      String digest = digest(content, file);
      transaction.executeWithoutResult(status -> {
        store.begin(id, name, digest, caller, wall.instant());
        audit.record(
            caller.actor(), "sampling.results_uploaded", "file:" + id, Map.of("sha256", digest));
      });
      worker.execute(() -> work(id, name, file, caller));
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException("the upload broke off", e);
    }
  }

  private static String digest(InputStream content, Path file) throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      Files.copy(new DigestInputStream(content, sha), file, StandardCopyOption.REPLACE_EXISTING);
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void work(UUID id, String name, Path file, Caller caller) {
    try {
      read(id, name, file, caller);
    } catch (RuntimeException e) {
      log.error("file of results {} failed", id, e);
      store.finish(id, "failed", "sampling.file_failed", wall.instant());
    } finally {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        log.warn("a temporary file of results could not be deleted: {}", e.getMessage());
      }
    }
  }

  void read(UUID id, String name, Path file, Caller caller) {
    Reading reading = new Reading(id, caller);
    try {
      TableRows.read(file, name, MOST_ROWS, reading::row);
      reading.flush();
      if (reading.columns == null) {
        store.finish(id, "failed", "sampling.file_headers", wall.instant());
      } else {
        store.finish(id, "done", null, wall.instant());
      }
    } catch (Refused refused) {
      reading.flush();
      // what stood before the damage is in; the rest must be brought again
      store.finish(id, reading.rows > 0 ? "cut" : "failed", refused.code(), wall.instant());
    }
  }

  /** The reading of one file. */
  private final class Reading {
    private final UUID file;
    private final Caller caller;
    private final List<NewResult> batch = new ArrayList<>();
    private final List<ResultFileStore.Row> bad = new ArrayList<>();
    private @Nullable ResultRows columns;
    private int titles;
    private int rows;
    private int since;

    Reading(UUID file, Caller caller) {
      this.file = file;
      this.caller = caller;
    }

    void row(int number, List<String> cells) {
      if (columns == null) {
        columns = titles++ < TITLES ? ResultRows.headers(cells) : null;
        return;
      }
      rows++;
      since++;
      try {
        ResultRows.Read read = columns.read(cells);
        batch.add(
            new NewResult(
                UuidCreator.getTimeOrderedEpoch(),
                read.tube(),
                read.step(),
                read.value(),
                read.reportedAt(),
                read.laboratory(),
                "file",
                file,
                number,
                caller.name()));
      } catch (ResultRows.Unreadable no) {
        String tube =
            cells.isEmpty() ? "" : org.shouwang.web.PlainValues.shown(cells.getFirst(), 40);
        bad.add(new ResultFileStore.Row(number, tube, no.field(), no.value(), no.code()));
      }
      if (since >= BATCH) {
        flush();
      }
    }

    /**
     * One commit for a batch: its results, its bad rows and the progress stand or fall together.
     */
    void flush() {
      if (since == 0) {
        return;
      }
      transaction.executeWithoutResult(status -> {
        List<Results.Answer> answers =
            batch.isEmpty() ? List.of() : results.take(batch, caller.actor());
        int accepted = 0;
        int known = 0;
        List<ResultFileStore.Row> against = new ArrayList<>(bad);
        for (int i = 0; i < answers.size(); i++) {
          NewResult result = batch.get(i);
          switch (answers.get(i).taken()) {
            case ACCEPTED -> accepted++;
            case KNOWN -> known++;
            case PROBLEM ->
                against.add(
                    new ResultFileStore.Row(
                        Objects.requireNonNullElse(result.row(), 0),
                        result.tube(),
                        "tube",
                        result.tube(),
                        Objects.requireNonNullElse(answers.get(i).code(), "")));
          }
        }
        store.rows(file, against);
        store.progress(file, since, accepted, known, against.size() - bad.size(), bad.size());
      });
      batch.clear();
      bad.clear();
      since = 0;
    }
  }
}
