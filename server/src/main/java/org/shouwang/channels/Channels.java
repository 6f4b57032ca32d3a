package org.shouwang.channels;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Sends messages. */
@Service
public class Channels {

  private static final int AT_ONCE = 2_000;

  private final MessageStore store;

  Channels(MessageStore store) {
    this.store = store;
  }

  /**
   * Takes messages in the caller's transaction; they leave after its commit. A message whose key is
   * known is the same message and changes nothing.
   *
   * @return how many were new
   * @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public int send(List<Message> messages) {
    Map<String, Message> byKey = new LinkedHashMap<>();
    messages.forEach(message -> byKey.putIfAbsent(message.key(), message));
    // in the order of keys, over all pieces: two senders of the same messages don't deadlock
    List<Message> sorted =
        byKey.values().stream().sorted(java.util.Comparator.comparing(Message::key)).toList();
    int taken = 0;
    for (int from = 0; from < sorted.size(); from += AT_ONCE) {
      taken += store.take(sorted.subList(from, Math.min(from + AT_ONCE, sorted.size())));
    }
    return taken;
  }
}
