package org.shouwang;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every address of ours that answers a GET, found by itself: a new one as soon as it is there. */
final class GetAddresses {

  private GetAddresses() {}

  /**
   * Addresses about a person wherever an id is asked for; what lists leave out unless asked for is
   * asked for as well. Streams are left out: they never end.
   *
   * @param ids ids of other things by the part of the address, as {@code /cases/{id}}
   */
  static List<String> about(
      RequestMappingHandlerMapping mapping, Map<String, String> ids, UUID person, UUID unit) {
    Set<String> found = new TreeSet<>();
    mapping
        .getHandlerMethods()
        .forEach((info, handler) -> {
          boolean ours = handler.getBeanType().getPackageName().startsWith("org.shouwang.");
          boolean stream =
              info.getProducesCondition()
                  .getProducibleMediaTypes()
                  .contains(MediaType.TEXT_EVENT_STREAM);
          boolean get =
              info.getMethodsCondition().getMethods().stream()
                  .anyMatch(method -> method.name().equals("GET"));
          if (ours && get && !stream) {
            found.addAll(info.getPatternValues());
          }
        });
    List<String> addresses = new ArrayList<>();
    for (String pattern : found) {
      String path = pattern;
      for (Map.Entry<String, String> id : ids.entrySet()) {
        path = path.replace(id.getKey(), id.getKey().replace("{id}", id.getValue()));
      }
      path = path.replaceAll("\\{[^}]+}", person.toString());
      addresses.add(path);
      addresses.add(path + "?person=" + person + "&unit=" + unit + "&limit=500");
    }
    return addresses;
  }
}
