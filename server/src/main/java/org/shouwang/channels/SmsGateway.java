package org.shouwang.channels;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * SMS by an HTTP gateway: POST of {@code {"id","phone","text"}} with a bearer token. The id is the
 * same in every attempt, in the body and as {@code Idempotency-Key}, so that the gateway can tell a
 * repeated message from a second one; 409 says that it has it already.
 */
@Component
class SmsGateway implements Adapter {

  private static final int CHARACTERS = 500;

  @Override
  public ChannelKind kind() {
    return ChannelKind.SMS;
  }

  @Override
  public Post write(Letter letter, Target target, Instant now) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Idempotency-Key", letter.id().toString());
    if (target.secret() != null) {
      headers.put("Authorization", "Bearer " + target.secret());
    }
    @Nullable String phone = letter.phone();
    return new Post(
        target.address(),
        headers,
        Map.of(
            "id",
            letter.id(),
            "phone",
            phone == null ? "" : phone,
            "text",
            RobotAnswer.cut(letter.text(), CHARACTERS * 3)));
  }

  @Override
  public Outcome read(Answer answer) {
    return switch (answer.status()) {
      case 409 -> Outcome.DELIVERED;
      case 400, 413, 422 -> Outcome.refused("refused", "HTTP " + answer.status());
      default -> {
        Outcome unusual = RobotAnswer.unusual(answer);
        yield unusual == null ? Outcome.DELIVERED : unusual;
      }
    };
  }
}
