package org.shouwang.security;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Whether this is the demo, and its known accounts; they exist nowhere else. */
@Component
class Demo {

  static final String PASSWORD = "Park-Demo-2022";

  private final boolean on;

  Demo(@Value("${shouwang.demo:false}") boolean on) {
    this.on = on;
  }

  /**
   * An account of the demo, as the sign-in page lists it.
   *
   * @param note what it is for, in the reader's language
   */
  record Known(String username, String password, String role, String note) {}

  /** One to be made at the first start. */
  record Seed(
      String username,
      String displayName,
      Role role,
      @Nullable String pin,
      String noteZh,
      String noteEn) {}

  static final List<Seed> SEEDS =
      List.of(
          new Seed(
              "admin", "系统管理员", Role.ADMINISTRATOR, null, "账号、设备、导入", "Accounts, devices, imports"),
          new Seed(
              "command", "指挥中心值班员", Role.COMMAND, null, "全园态势、处置", "The whole park, acting on it"),
          new Seed(
              "deputy",
              "指挥中心副值班",
              Role.COMMAND,
              null,
              "第二人复核、审批",
              "Second person: confirms, approves"),
          new Seed("liaison", "疾控联络员", Role.CDC_LIAISON, null, "依据与结果", "Evidence and results"),
          new Seed(
              "investigator", "流调员", Role.INVESTIGATOR, null, "病例、密接、流调", "Cases and contacts"),
          new Seed(
              "isolation",
              "隔离点负责人",
              Role.ISOLATION_LEAD,
              null,
              "房间、转运、解除",
              "Rooms, transfers, releases"),
          new Seed(
              "transfer",
              "转运员",
              Role.TRANSFER_OFFICER,
              null,
              "接人、送达",
              "Picks people up, brings them"),
          new Seed("followup", "对接专人", Role.FOLLOW_UP_WORKER, null, "隔离人员每日对接", "Daily follow-up"),
          new Seed(
              "sampling",
              "采样负责人",
              Role.SAMPLING_LEAD,
              null,
              "轮次、采样点、结果",
              "Rounds, points, results"),
          new Seed(
              "medic1", "采样登记员甲", Role.MEDIC, "418725", "采样登记 PIN 418725", "Sampling PIN 418725"),
          new Seed(
              "lab", "检测实验室", Role.LABORATORY, null, "收样、报结果", "Receives tubes, reports results"),
          new Seed("lead", "单位负责人", Role.UNIT_LEAD, null, "只看本单位", "Own unit only"),
          new Seed("gatelead", "门岗负责人", Role.GATE_LEAD, null, "暂留处置、放行审批", "Holds and overrides"),
          new Seed(
              "guard1", "门岗甲", Role.GUARD, "270358", "现场设备 PIN 270358", "PIN on devices 270358"),
          new Seed(
              "guard2", "门岗乙", Role.GUARD, "386194", "现场设备 PIN 386194", "PIN on devices 386194"),
          new Seed(
              "guard3", "门岗丙", Role.GUARD, "594703", "现场设备 PIN 594703", "PIN on devices 594703"),
          new Seed("auditor", "审计员", Role.AUDITOR, null, "只读审计", "Reads the audit"));

  boolean on() {
    return on;
  }

  /** The known accounts in the reader's language; empty outside the demo. */
  List<Known> accounts(Locale locale) {
    if (!on) {
      return List.of();
    }
    boolean english = "en".equals(locale.getLanguage());
    return SEEDS.stream()
        .map(seed ->
            new Known(
                seed.username(),
                PASSWORD,
                seed.role().key(),
                english ? seed.noteEn() : seed.noteZh()))
        .toList();
  }

  /** The demo's lead sees nothing until the scenario gives it its unit; the others see all. */
  static Scope scope(Role role) {
    return role == Role.UNIT_LEAD ? new Scope(false, Set.of()) : Scope.EVERYWHERE;
  }
}
