package org.shouwang.duties;

import org.springframework.stereotype.Component;

/** For tests of other modules: hands nobody's duties on all the while, not every ten seconds. */
@Component
public class HandingOn {

  private final DutyClock clock;

  HandingOn(DutyClock clock) {
    this.clock = clock;
  }

  /** Begins; ends when closed. */
  public Running begin() {
    Running running = new Running(clock);
    running.start();
    return running;
  }

  /** Goes on until it is closed. */
  public static final class Running extends Thread implements AutoCloseable {

    private final DutyClock clock;
    private volatile boolean ends;
    private volatile int turns;

    private Running(DutyClock clock) {
      super("handing-on");
      this.clock = clock;
    }

    @Override
    public void run() {
      while (!ends) {
        clock.tend();
        turns++;
      }
    }

    /** How often it has gone through all duties. */
    public int turns() {
      return turns;
    }

    @Override
    public void close() throws InterruptedException {
      ends = true;
      join();
    }
  }
}
