package org.shouwang.channels;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.shouwang.channels.Adapter.Answer;
import org.shouwang.channels.Adapter.Letter;
import org.shouwang.channels.Adapter.Post;
import org.shouwang.channels.Adapter.Target;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/**
 * Carries letters over HTTP. Follows no redirect, waits so long and no longer, reads only the start
 * of an answer; what goes wrong becomes an outcome, never an exception with an address in it.
 */
@Component
class Wire {

  private static final long MOST = 65_536;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final ChannelsSettings settings;
  private final ObjectMapper json;
  private final HttpClient http;

  Wire(ChannelsSettings settings, ObjectMapper json) {
    this.settings = settings;
    this.json = json;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.patience())
            .build();
  }

  Outcome send(Adapter adapter, Letter letter, Target target, java.time.Instant now) {
    Post post = adapter.write(letter, target, now);
    String host = post.address().getHost();
    if (host == null
        || AddressRules.problem(target.address().toString(), settings.loopback()).isPresent()) {
      return Outcome.resting("address_wrong", "", null);
    }
    try {
      for (InetAddress each : InetAddress.getAllByName(host)) {
        if (AddressRules.isInside(each, settings.loopback())) {
          return Outcome.resting("address_wrong", "", null);
        }
      }
      return adapter.read(exchange(post));
    } catch (UnknownHostException e) {
      return Outcome.resting("unreachable", "DNS", null);
    } catch (TimeoutException e) {
      return Outcome.resting("timeout", settings.patience().toSeconds() + " s", null);
    } catch (IOException e) {
      return Outcome.resting("unreachable", e.getClass().getSimpleName(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.resting("unreachable", "interrupted", null);
    }
  }

  private Answer exchange(Post post) throws IOException, InterruptedException, TimeoutException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(post.address())
            .header("Content-Type", "application/json; charset=utf-8")
            .timeout(settings.patience())
            .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(post.body())));
    post.headers().forEach(request::header);
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), MOST));
    try {
      // the request's own timeout ends with the headers; a body may drip for ever
      HttpResponse<String> whole =
          answer.get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(whole.statusCode(), whole.body(), retryAfter(whole));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof java.net.http.HttpTimeoutException) {
        throw new TimeoutException();
      }
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getCause());
    }
  }

  private static @Nullable Duration retryAfter(HttpResponse<?> answer) {
    String seconds = answer.headers().firstValue("Retry-After").orElse("");
    if (!seconds.matches("\\d{1,6}")) {
      return null;
    }
    Duration wait = Duration.ofSeconds(Long.parseLong(seconds));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
