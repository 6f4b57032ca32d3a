package org.shouwang.people;

import java.util.Locale;
import java.util.Optional;

/** Kinds of units, with the kind and class their people have unless a file says otherwise. */
enum UnitKind {
  /** 新区: the authority above. */
  DISTRICT("新区", "outside", "visitor"),
  /** 集团. */
  GROUP("集团", "employee", "shift_worker"),
  /** 子公司. */
  SUBSIDIARY("子公司", "employee", "shift_worker"),
  /** 部门. */
  DEPARTMENT("部门", "employee", "shift_worker"),
  /** 班组. */
  SHIFT_TEAM("班组", "employee", "shift_worker"),
  /** 建设项目. */
  PROJECT("项目", "builder", "contractor"),
  /** 入园企业. */
  ENTERPRISE("企业", "enterprise_worker", "shift_worker"),
  /** 村. */
  VILLAGE("村", "resident", "villager"),
  /** 外部单位. */
  OUTSIDE("外部单位", "outside", "visitor");

  private final String chinese;
  private final String personKind;
  private final String classOfPerson;

  UnitKind(String chinese, String personKind, String classOfPerson) {
    this.chinese = chinese;
    this.personKind = personKind;
    this.classOfPerson = classOfPerson;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  String personKind() {
    return personKind;
  }

  String classOfPerson() {
    return classOfPerson;
  }

  /** By key, or by one of the words the field uses. */
  static Optional<UnitKind> of(String text) {
    for (UnitKind kind : values()) {
      if (kind.key().equals(text) || kind.chinese.equals(text)) {
        return Optional.of(kind);
      }
    }
    return switch (text) {
      case "管委会", "新区管委会" -> Optional.of(DISTRICT);
      case "集团公司", "总部" -> Optional.of(GROUP);
      case "分公司", "公司", "二级单位" -> Optional.of(SUBSIDIARY);
      case "车间", "科室", "处室" -> Optional.of(DEPARTMENT);
      case "班", "班次", "施工队" -> Optional.of(SHIFT_TEAM);
      case "建设项目", "项目部", "工程项目" -> Optional.of(PROJECT);
      case "入园企业", "园区企业" -> Optional.of(ENTERPRISE);
      case "行政村", "下沉村", "村庄" -> Optional.of(VILLAGE);
      case "外单位", "外协单位", "社会单位" -> Optional.of(OUTSIDE);
      default -> Optional.empty();
    };
  }
}
