package org.shouwang.security;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.shouwang.security.Accounts.Fields;
import org.shouwang.security.Accounts.Issued;
import org.shouwang.web.Page;
import org.shouwang.web.Unreadable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** Accounts, for administrators. */
@RestController
@RequestMapping("/api/v1/accounts")
class AccountsController {

  private final Accounts accounts;
  private final ObjectMapper json;

  AccountsController(Accounts accounts, ObjectMapper json) {
    this.accounts = accounts;
    this.json = json;
  }

  record NewPin(@Nullable String pin) {}

  @GetMapping
  @Access(value = Permission.ACCOUNTS_MANAGE, within = Within.PARK)
  Page<AccountView> list(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Integer limit) {
    return accounts.list(q.strip(), Page.decode(after), Page.limit(limit));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Access(value = Permission.ACCOUNTS_MANAGE, within = Within.PARK)
  Issued add(@RequestBody Fields fields, Caller caller) {
    return accounts.add(caller, fields);
  }

  /** Changes what is given; {@code "validUntil": null} takes the last day away. */
  @PatchMapping("/{id}")
  @Access(value = Permission.ACCOUNTS_MANAGE, within = Within.PARK)
  AccountView change(
      @PathVariable UUID id, @RequestBody Map<String, @Nullable Object> given, Caller caller) {
    boolean endless = given.containsKey("validUntil") && given.get("validUntil") == null;
    try {
      return accounts.change(caller, id, json.convertValue(given, Fields.class), endless);
    } catch (JacksonException e) {
      throw Unreadable.of(e);
    }
  }

  @PostMapping("/{id}/password-reset")
  @Access(value = Permission.ACCOUNTS_MANAGE, within = Within.PARK)
  Issued resetPassword(@PathVariable UUID id, Caller caller) {
    return accounts.resetPassword(caller, id);
  }

  @PutMapping("/{id}/pin")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Access(value = Permission.ACCOUNTS_MANAGE, within = Within.PARK)
  void setPin(@PathVariable UUID id, @RequestBody NewPin given, Caller caller) {
    accounts.setPin(caller, id, given.pin() == null ? "" : given.pin());
  }
}
