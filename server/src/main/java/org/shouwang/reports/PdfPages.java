package org.shouwang.reports;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.shouwang.web.Refused;
import org.springframework.stereotype.Component;

/** Sets a page as PDF, in the font that the build took from its package. */
@Component
class PdfPages {

  private static final String SHIPPED = "/fonts/400Regular/NotoSansSC_400Regular.ttf";

  /** Debian's fonts-droid-fallback, for a build that could not take the font. */
  private static final Path SYSTEM =
      Path.of("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf");

  private volatile byte @Nullable [] font;

  PdfPages() {
    XRLog.setLoggingEnabled(false); // it would write to the console of the server
  }

  byte[] pdf(String page) {
    byte[] glyphs = font();
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      new PdfRendererBuilder()
          .useFont(() -> new ByteArrayInputStream(glyphs), "Shouwang", 400, FontStyle.NORMAL, true)
          .useFont(() -> new ByteArrayInputStream(glyphs), "Shouwang", 700, FontStyle.NORMAL, true)
          // a page speaks of nothing outside itself; whatever it would ask for is not there
          .useUriResolver((base, uri) -> uri != null && uri.startsWith("/figures/") ? uri : null)
          .withHtmlContent(page, null)
          .withProducer("Shouwang")
          .toStream(out)
          .run();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a page that was just made could not be set", e);
    }
  }

  private byte[] font() {
    byte[] known = font;
    if (known == null) {
      known = load();
      font = known;
    }
    return known;
  }

  private static byte[] load() {
    try (InputStream shipped = PdfPages.class.getResourceAsStream(SHIPPED)) {
      if (shipped != null) {
        return shipped.readAllBytes();
      }
      if (Files.isReadable(SYSTEM)) {
        return Files.readAllBytes(SYSTEM);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the font could not be read", e);
    }
    throw Refused.of(503, "reports.font_missing").value(SYSTEM);
  }
}
