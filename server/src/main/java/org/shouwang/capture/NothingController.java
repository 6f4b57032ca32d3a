package org.shouwang.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The floor of {@code ./bench gate}: the same authentication, the same parsed body, an answer of
 * the same form, and nothing stored. Only there with {@code shouwang.bench=true}.
 */
@RestController
@RequestMapping("/api/v1/facts/none")
@ConditionalOnProperty("shouwang.bench")
class NothingController {

  private final FactParser parser;

  NothingController(FactParser parser) {
    this.parser = parser;
  }

  /** Reads facts and forgets them. */
  @PostMapping(consumes = "application/json")
  @Access(value = Permission.FACTS_SUBMIT, within = Within.PLACE)
  Object take(InputStream body, Caller caller, Locale locale) throws IOException {
    FactParser.Request request = parser.parse(body.readAllBytes());
    List<Receipt> receipts = request.facts().stream().map(NothingController::receipt).toList();
    return request.single() ? receipts.getFirst() : Map.of("receipts", receipts);
  }

  private static Receipt receipt(FactParser.Read read) {
    @Nullable Fact fact = read.fact();
    return new Receipt(
        read.id(),
        Receipt.Status.recorded,
        fact == null ? null : fact.at(),
        0,
        fact == null ? null : fact.id(),
        false,
        List.of(),
        "{\"action\":\"pass\",\"reasons\":[],\"differs\":false}",
        null);
  }
}
