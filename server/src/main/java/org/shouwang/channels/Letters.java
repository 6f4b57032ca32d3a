package org.shouwang.channels;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.channels.Adapter.Letter;
import org.shouwang.channels.DeliveryStore.Claimed;
import org.shouwang.web.Messages;
import org.springframework.stereotype.Component;

/** Writes messages out as they are read outside the app: in Chinese, with the phone they go to. */
@Component
class Letters {

  private static final String PURPOSE = "发送短信 SMS";

  private final Messages messages;
  private final AddressBook book;
  private final ChannelsSettings settings;

  Letters(Messages messages, AddressBook book, ChannelsSettings settings) {
    this.messages = messages;
    this.book = book;
    this.settings = settings;
  }

  /**
   * The letter of a delivery.
   *
   * @return empty when an SMS has no phone to go to
   */
  Optional<Letter> write(Claimed delivery, ChannelKind channel) {
    String text = text(delivery.text(), delivery.values(), delivery.link());
    if (channel != ChannelKind.SMS) {
      return Optional.of(new Letter(delivery.id(), text, null));
    }
    return phone(delivery.toKind(), delivery.toId())
        .map(phone -> new Letter(delivery.id(), text, phone));
  }

  private Optional<String> phone(String toKind, UUID toId) {
    return toKind.equals("person") ? book.phone(toId, PURPOSE) : Optional.empty();
  }

  private String text(String key, Map<String, String> values, @Nullable String link) {
    String title = messages.text(Locale.SIMPLIFIED_CHINESE, key + ".title", values);
    String body = messages.text(Locale.SIMPLIFIED_CHINESE, key + ".body", values);
    String console = settings.console();
    String end = link == null || console == null ? "" : "\n" + console + link;
    return "【" + title + "】\n" + body + end;
  }

  /** The letter of a test. */
  Letter test(UUID id, String by, @Nullable String phone) {
    return new Letter(id, text("channels.test", Map.of("name", by), null), phone);
  }
}
