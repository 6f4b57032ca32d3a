package org.shouwang.channels;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which addresses messages may go to. The server must not be led to services of its own machine or
 * of the cloud's inside by an address typed into the console.
 */
final class AddressRules {

  private static final int LONGEST = 1_000;
  private static final Pattern QUERY_VALUE = Pattern.compile("=([^&]*)");
  private static final int SHOWN = 4;

  private AddressRules() {}

  /**
   * Why an address as typed can't be taken.
   *
   * @param loopback whether this very machine is allowed, also without TLS
   * @return a word of the messages: address_form, address_scheme or address_inside
   */
  static Optional<String> problem(String text, boolean loopback) {
    URI address;
    try {
      address = new URI(text);
    } catch (URISyntaxException e) {
      return Optional.of("address_form");
    }
    String host = address.getHost();
    if (text.length() > LONGEST
        || host == null
        || address.getRawUserInfo() != null
        || address.getRawFragment() != null
        || address.getPort() == 0
        || address.getPort() > 65_535) {
      return Optional.of("address_form");
    }
    boolean here = isLoopbackName(host);
    if (here && !loopback) {
      return Optional.of("address_inside");
    }
    boolean plain = "http".equalsIgnoreCase(address.getScheme());
    if (!"https".equalsIgnoreCase(address.getScheme()) && !(plain && here)) {
      return Optional.of("address_scheme");
    }
    InetAddress literal = literal(host);
    return literal != null && isInside(literal, loopback)
        ? Optional.of("address_inside")
        : Optional.empty();
  }

  /** Whether a host that a name led to is one of those that are never meant. */
  static boolean isInside(InetAddress address, boolean loopback) {
    if (address.isLoopbackAddress()) {
      return !loopback;
    }
    return address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress();
  }

  /** As screens may show it: the values of the query are keys. */
  static String shown(String address) {
    return QUERY_VALUE
        .matcher(address)
        .replaceAll(found -> {
          String value = found.group(1);
          return value.length() < SHOWN * 3
              ? "=…"
              : "=…"
                  + java.util.regex.Matcher.quoteReplacement(
                      value.substring(value.length() - SHOWN));
        });
  }

  private static boolean isLoopbackName(String host) {
    InetAddress literal = literal(host);
    return host.equalsIgnoreCase("localhost")
        || host.toLowerCase(java.util.Locale.ROOT).endsWith(".localhost")
        || (literal != null && literal.isLoopbackAddress());
  }

  private static @org.jspecify.annotations.Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
