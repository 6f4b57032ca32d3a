package org.shouwang.channels;

import java.util.List;
import org.springframework.stereotype.Service;

/** Sends messages. */
@Service
public class Channels {

  /**
   * Takes messages in the caller's transaction; they leave after its commit.
   *
   * @return how many were new
   */
  public int send(List<Message> messages) {
    return messages.size();
  }
}
