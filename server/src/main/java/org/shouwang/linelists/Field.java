package org.shouwang.linelists;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a column of a list may mean, with the headers that the field gives it. */
enum Field {
  /** The line's own id in the system it comes from. */
  EXTERNAL_ID("externalId", Type.TEXT, null, "外部编号", "external id"),
  /** A second one that people use, such as an EPID number. */
  EXTERNAL_NUMBER("externalNumber", Type.TEXT, null, "病例号", "epid number", "external number"),
  /** 姓名 in one column. */
  NAME("name", Type.TEXT, null, "姓名", "患者姓名", "密接姓名", "接触者姓名", "name", "full name"),
  /** 姓. */
  FAMILY_NAME("familyName", Type.TEXT, null, "姓", "last name", "family name", "surname"),
  /** 名. */
  GIVEN_NAME("givenName", Type.TEXT, null, "名", "first name", "given name"),
  /** 性别; checked against the document. */
  SEX("sex", Type.CODE, null, "性别", "sex", "gender"),
  /** 出生日期; checked against the document. */
  BIRTH_DATE("birthDate", Type.DAY, null, "出生日期", "生日", "date of birth", "birth date"),
  /** 证件类型. */
  DOCUMENT_TYPE("documentType", Type.TEXT, null, "证件类型", "document type"),
  /** 证件号码. */
  DOCUMENT(
      "document",
      Type.TEXT,
      null,
      "证件号码",
      "证件号",
      "身份证号",
      "身份证号码",
      "有效证件号",
      "document number",
      "id number",
      "national id"),
  /** 电话. */
  PHONE("phone", Type.TEXT, null, "电话", "联系电话", "手机号", "手机号码", "phone", "phone number", "mobile"),
  /** 病种; blank: the principal one. Its words are the diseases that editions name. */
  DISEASE("disease", Type.CODE, null, "病种", "疾病", "疾病名称", "病名", "disease"),
  /** 病例分类. */
  CLASSIFICATION(
      "classification",
      Type.CODE,
      ListKind.CASES,
      "分类",
      "病例分类",
      "诊断分类",
      "判定",
      "classification",
      "case classification"),
  /** 发病日期. */
  ONSET("onset", Type.DAY, ListKind.CASES, "发病日期", "发病时间", "date of onset", "onset date", "onset"),
  /** 首次阳性采样时间. */
  SAMPLED_AT(
      "sampledAt",
      Type.TIME,
      ListKind.CASES,
      "首次阳性采样时间",
      "采样时间",
      "采样日期",
      "sampled at",
      "sample date"),
  /** 控制时间: since when they met nobody any more. */
  CONTROLLED_AT(
      "controlledAt",
      Type.TIME,
      ListKind.CASES,
      "控制时间",
      "转运时间",
      "隔离时间",
      "controlled at",
      "isolation date"),
  /** 症状. */
  SYMPTOMS("symptoms", Type.TEXT, ListKind.CASES, "症状", "symptoms"),
  /** 转归. */
  OUTCOME("outcome", Type.CODE, ListKind.CASES, "转归", "结局", "outcome"),
  /** 关联病例: our number, or an id of the system it comes from. */
  CASE_REFERENCE(
      "caseReference",
      Type.TEXT,
      ListKind.CONTACTS,
      "关联病例",
      "病例编号",
      "所属病例",
      "case",
      "case number",
      "case id",
      "source case"),
  /** 首次接触. */
  FIRST_CONTACT(
      "firstContact", Type.TIME, ListKind.CONTACTS, "首次接触", "首次接触时间", "date of first contact"),
  /** 末次接触. */
  LAST_CONTACT(
      "lastContact",
      Type.TIME,
      ListKind.CONTACTS,
      "末次接触",
      "末次接触时间",
      "最后接触时间",
      "最后接触日期",
      "末次接触日期",
      "last contact",
      "date of last contact",
      "last exposure"),
  /** 判定类别. */
  CONTACT_CLASS(
      "contactClass",
      Type.CODE,
      ListKind.CONTACTS,
      "判定类别",
      "接触者类别",
      "密接类别",
      "contact class",
      "contact classification"),
  /** 接触方式: what is known of how. */
  NOTE(
      "note", Type.TEXT, ListKind.CONTACTS, "接触方式", "接触情况", "与病例关系", "comment", "relation", "note");

  /** What a column holds. */
  enum Type {
    /** Anything. */
    TEXT,
    /** A local day. */
    DAY,
    /** A day, perhaps with a time. */
    TIME,
    /** A word of a closed list; a file's own words are mapped to ours. */
    CODE
  }

  private final String key;
  private final Type type;
  private final @Nullable ListKind only;
  private final Set<String> headers;

  Field(String key, Type type, @Nullable ListKind only, String... headers) {
    this.key = key;
    this.type = type;
    this.only = only;
    this.headers = Set.copyOf(Arrays.asList(headers));
  }

  /** Name in JSON. */
  @JsonValue
  String key() {
    return key;
  }

  Type type() {
    return type;
  }

  boolean isOf(ListKind kind) {
    return only == null || only == kind;
  }

  /** Whether a header is one of those that the field gives it. */
  boolean isCalled(String normalised) {
    return headers.contains(normalised);
  }

  static Optional<Field> of(@Nullable String key) {
    return Arrays.stream(values()).filter(it -> it.key.equals(key)).findFirst();
  }

  static List<Field> all(ListKind kind) {
    return Arrays.stream(values()).filter(it -> it.isOf(kind)).toList();
  }
}
