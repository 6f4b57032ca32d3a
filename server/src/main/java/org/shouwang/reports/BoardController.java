package org.shouwang.reports;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Callers;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The situation board over HTTP. */
@RestController
@RequestMapping("/api/v1/reports/board")
class BoardController {

  private final Pictures pictures;
  private final BoardLive live;
  private final Units units;
  private final Callers callers;

  BoardController(Pictures pictures, BoardLive live, Units units, Callers callers) {
    this.pictures = pictures;
    this.live = live;
    this.units = units;
    this.callers = callers;
  }

  @GetMapping
  @Access(value = Permission.REPORTS_READ, within = Within.UNITS)
  BoardPicture board(@RequestParam(required = false) @Nullable UUID unit, Caller caller) {
    return pictures.of(of(unit, caller));
  }

  /** The picture, then what changes in it, once a second at most. */
  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Access(value = Permission.REPORTS_READ, within = Within.UNITS)
  SseEmitter events(@RequestParam(required = false) @Nullable UUID unit, Caller caller) {
    return live.open(of(unit, caller), () -> callers.stillMay(caller, Permission.REPORTS_READ));
  }

  private Pictures.Of of(@Nullable UUID unit, Caller caller) {
    return new Pictures.Of(units.within(caller.scope(), unit), unit);
  }
}
