package org.shouwang.web;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The names and addresses by which browsers may call this machine.
 *
 * @param names DNS names, lower case
 * @param addresses IP addresses as text
 * @param preferred what others are told to call: a configured name first, then a private IPv4
 *     address (phones rarely resolve a host's name), then the host's name
 */
record HostNames(SortedSet<String> names, SortedSet<String> addresses, String preferred) {

  /** The names of the machine as it is now, and those configured. */
  static HostNames discover(Collection<String> configured) {
    SortedSet<String> names = new TreeSet<>(List.of("localhost"));
    SortedSet<String> addresses = new TreeSet<>(List.of("127.0.0.1", "0:0:0:0:0:0:0:1"));
    List<InetAddress> own = ownAddresses();
    own.forEach(address -> addresses.add(text(address)));
    Optional<String> host = hostName();
    host.ifPresent(name -> {
      names.add(name);
      if (!name.contains(".")) {
        names.add(name + ".local");
      }
    });
    for (String one : configured) {
      if (isAddress(one)) {
        addresses.add(text(parse(one)));
      } else {
        names.add(one.toLowerCase(Locale.ROOT));
      }
    }
    String preferred =
        configured.stream()
            .findFirst()
            .or(() -> own.stream().filter(HostNames::privateV4).map(HostNames::text).findFirst())
            .or(() -> host)
            .orElse("localhost");
    return new HostNames(names, addresses, preferred);
  }

  static InetAddress parse(String address) {
    try {
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an IP address: " + address, e);
    }
  }

  private static boolean isAddress(String text) {
    return text.indexOf(':') >= 0 || text.matches("[0-9.]+");
  }

  private static boolean privateV4(InetAddress address) {
    return address instanceof Inet4Address && address.isSiteLocalAddress();
  }

  private static boolean isPrivate(InetAddress address) {
    boolean uniqueLocal =
        address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    return address.isSiteLocalAddress() || uniqueLocal;
  }

  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /** Private addresses only: a public one needs a certificate that the world trusts. */
  private static List<InetAddress> ownAddresses() {
    List<InetAddress> found = new ArrayList<>();
    try {
      for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
        if (one.isUp() && !one.isLoopback()) {
          one.inetAddresses().filter(HostNames::isPrivate).forEach(found::add);
        }
      }
    } catch (SocketException e) {
      throw new UncheckedIOException("the machine's network addresses can't be read", e);
    }
    return found;
  }

  private static Optional<String> hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      return name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?") && !isAddress(name)
          ? Optional.of(name)
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
