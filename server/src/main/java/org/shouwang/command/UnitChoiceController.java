package org.shouwang.command;

import java.util.List;
import org.shouwang.security.Access;
import org.shouwang.security.Caller;
import org.shouwang.security.Permission;
import org.shouwang.security.Within;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Units to choose from over HTTP: a deputy also needs those of whom they stand for. */
@RestController
@RequestMapping("/api/v1/command/units")
class UnitChoiceController {

  private final UnitBoard units;
  private final Signatures signatures;

  UnitChoiceController(UnitBoard units, Signatures signatures) {
    this.units = units;
    this.signatures = signatures;
  }

  @GetMapping
  @Access(value = Permission.COMMAND_READ, within = Within.UNITS)
  List<UnitBoard.Choice> list(Caller caller) {
    return units.choices(signatures.hands(caller, Permission.COMMAND_READ));
  }
}
