package org.shouwang.people;

import static org.shouwang.people.ImportKind.PEOPLE;
import static org.shouwang.people.ImportKind.PLACES;
import static org.shouwang.people.ImportKind.UNITS;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A column that an import understands, with the headers the field gives it. */
enum Column {
  PERSON_NAME(PEOPLE, "name", "姓名", "人员姓名", "员工姓名", "村民姓名", "名字", "name"),
  SEX(PEOPLE, "sex", "性别", "sex"),
  BIRTH_DATE(PEOPLE, "birthDate", "出生日期", "出生年月", "出生年月日", "生日", "birthdate"),
  DOCUMENT_TYPE(PEOPLE, "documentType", "证件类型", "证件种类", "documenttype"),
  DOCUMENT(
      PEOPLE,
      "document",
      "身份证号",
      "身份证号码",
      "身份证",
      "公民身份号码",
      "证件号",
      "证件号码",
      "证件类型号",
      "证件",
      "居民身份证号",
      "居民身份证号码",
      "idnumber",
      "document"),
  PHONE(PEOPLE, "phone", "电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "本人电话", "phone"),
  UNIT(
      PEOPLE, "unit", "单位", "所属单位", "工作单位", "单位名称", "单位班组", "企业名称", "所在单位", "所属村", "村", "村名", "项目部",
      "项目", "公司", "下沉村", "所属企业", "行政村", "unit"),
  UNIT_CODE(PEOPLE, "unitCode", "单位编码", "单位代码", "unitcode"),
  DEPARTMENT(PEOPLE, "department", "部门", "车间", "科室", "所在部门", "department"),
  TEAM(PEOPLE, "team", "班组", "班次组", "所在班组", "社", "村民小组", "组", "施工队", "team"),
  HOME(PEOPLE, "home", "现住址", "住址", "家庭住址", "居住地址", "现居住地", "住所", "home"),
  POST(PEOPLE, "post", "岗位", "职务", "岗位名称", "工种", "点位", "post"),
  KEY_POST(PEOPLE, "keyPost", "重要岗位", "是否重要岗位", "关键岗位", "keypost"),
  PARTY(PEOPLE, "party", "政治面貌", "党员团员", "party"),
  SKILLS(PEOPLE, "skills", "技能", "特长", "专业技能", "持证情况", "skills"),
  BADGE(PEOPLE, "badge", "工牌号", "工牌编号", "胸牌号", "员工卡号", "出入证号", "badge"),
  COUNTERPART(PEOPLE, "counterpart", "ab角", "ab角工牌号", "互为ab角", "ab岗", "互为ab岗", "counterpart"),
  HOUSEHOLD(PEOPLE, "household", "户号", "户编号", "家庭编号", "household"),
  RELATION(PEOPLE, "relation", "与户主关系", "户主关系", "relation"),
  PERSON_KIND(PEOPLE, "kind", "人员类别", "人员性质", "人员类型", "kind"),
  CLASS_OF_PERSON(PEOPLE, "classOfPerson", "出入类别", "通行类别", "classofperson"),
  ROLE(PEOPLE, "role", "角色", "担任角色", "兼任", "role"),

  UNIT_NAME(UNITS, "name", "单位名称", "名称", "单位", "企业名称", "name"),
  UNIT_OWN_CODE(UNITS, "code", "单位编码", "编码", "单位代码", "code"),
  UNIT_KIND(UNITS, "kind", "单位类型", "单位类别", "类型", "单位性质", "kind"),
  UNIT_PARENT(UNITS, "parent", "上级单位", "隶属单位", "上级", "上级单位名称", "parent"),
  CREDIT_CODE(UNITS, "creditCode", "统一社会信用代码", "信用代码", "creditcode"),

  PLACE_NAME(PLACES, "name", "场所名称", "点位名称", "地点名称", "场所", "name"),
  PLACE_CODE(PLACES, "code", "场所编码", "点位编码", "编码", "编号", "code"),
  PLACE_KIND(PLACES, "kind", "场所类型", "场所类别", "点位类型", "类型", "kind"),
  PLACE_PARENT(PLACES, "parent", "所在区域", "上级场所", "所属区域", "parent"),
  LEVEL(PLACES, "level", "层级", "区域层级", "level"),
  ENTERS(PLACES, "enters", "通往区域", "进入区域", "通往", "enters"),
  X(PLACES, "x", "横坐标", "x坐标", "x"),
  Y(PLACES, "y", "纵坐标", "y坐标", "y"),
  LANES(PLACES, "lanes", "通道", "车道", "lanes"),
  CAPACITY(PLACES, "capacity", "床位数", "床位", "容纳人数", "可住人数", "capacity"),
  PLACE_UNITS(PLACES, "units", "适用单位", "花名册单位", "通行单位", "units");

  private static final Map<ImportKind, Map<String, Column>> BY_HEADER = new HashMap<>();

  static {
    for (Column column : values()) {
      Map<String, Column> headers =
          BY_HEADER.computeIfAbsent(column.sheet, ignored -> new HashMap<>());
      column.headers.forEach(header -> headers.put(header, column));
    }
  }

  private final ImportKind sheet;
  private final String field;
  private final List<String> headers;

  Column(ImportKind sheet, String field, String... headers) {
    this.sheet = sheet;
    this.field = field;
    this.headers = List.of(headers);
  }

  /** Its name in JSON. */
  String field() {
    return field;
  }

  /** Holds a number of a person, never shown whole but to the one who brought it. */
  boolean isPersonalNumber() {
    return this == DOCUMENT || this == PHONE;
  }

  /** The column that a header of a sheet of this kind names. */
  static Optional<Column> of(ImportKind sheet, String header) {
    return Optional.ofNullable(BY_HEADER.getOrDefault(sheet, Map.of()).get(headerKey(header)));
  }

  /** The column of a field's JSON name. */
  static Optional<Column> ofField(ImportKind sheet, String field) {
    for (Column column : values()) {
      if (column.sheet == sheet && column.field.equals(field)) {
        return Optional.of(column);
      }
    }
    return Optional.empty();
  }

  private static String headerKey(String header) {
    String plain = Texts.plain(header).toLowerCase(Locale.ROOT);
    int note = plain.indexOf('(');
    if (note > 0) {
      plain = plain.substring(0, note);
    }
    return plain.replaceAll("[\\s*:/、_\\-.]", "");
  }
}
