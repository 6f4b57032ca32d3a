package org.shouwang.security;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Values by key that hold while a revision stands. The revision is read before the value is loaded,
 * so a change in between can't be missed. What isn't found is not remembered.
 */
final class Remembered<V> {

  private static final int MOST = 20_000;

  private final LongSupplier revision;
  private final ConcurrentHashMap<Object, Entry<V>> entries = new ConcurrentHashMap<>();

  Remembered(LongSupplier revision) {
    this.revision = revision;
  }

  <K> Optional<V> get(K key, Function<K, Optional<V>> load) {
    long now = revision.getAsLong();
    Entry<V> known = entries.get(key);
    if (known != null && known.revision() == now) {
      return Optional.of(known.value());
    }
    Optional<V> loaded = load.apply(key);
    if (loaded.isEmpty()) {
      entries.remove(key);
      return loaded;
    }
    if (entries.size() >= MOST) {
      entries.clear();
    }
    entries.put(key, new Entry<>(loaded.get(), now));
    return loaded;
  }

  void forget(Object key) {
    entries.remove(key);
  }

  private record Entry<V>(V value, long revision) {}
}
