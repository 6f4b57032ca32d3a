package org.shouwang.people;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words that the field writes in its files, as our own. Null: not one of them. */
final class Words {

  private static final Pattern LABEL =
      Pattern.compile("^(居民)?(身份证|护照|回乡证|居住证|证件)(号码?)?\\s*[::/]?\\s*");

  private Words() {}

  static @Nullable String sex(String text) {
    return switch (text) {
      case "男", "男性", "M", "male" -> "male";
      case "女", "女性", "F", "female" -> "female";
      default -> null;
    };
  }

  static @Nullable String party(@Nullable String text) {
    return switch (text) {
      case null -> "none";
      case "党员", "中共党员", "中共预备党员", "预备党员", "member" -> "member";
      case "团员", "共青团员", "league" -> "league";
      case "群众", "无", "其他", "无党派", "无党派人士", "-", "none" -> "none";
      default -> null;
    };
  }

  static boolean yes(@Nullable String text) {
    return "是".equals(text)
        || "√".equals(text)
        || "Y".equalsIgnoreCase(text)
        || "1".equals(text)
        || "重要岗位".equals(text);
  }

  static @Nullable String personKind(String text) {
    return switch (text) {
      case "职工", "员工", "正式职工", "在职职工", "employee" -> "employee";
      case "建设者", "项目建设者", "施工人员", "外协人员", "builder" -> "builder";
      case "企业员工", "入园企业员工", "企业职工", "enterprise_worker" -> "enterprise_worker";
      case "村民", "居民", "常住村民", "resident" -> "resident";
      case "外部人员", "外单位人员", "医护人员", "医护", "民警", "执勤民警", "村干部", "outside" -> "outside";
      case "访客", "来访人员", "visitor" -> "visitor";
      default -> null;
    };
  }

  static @Nullable String classOfPerson(String text) {
    return switch (text) {
      case "倒班人员", "倒班", "职工", "通勤", "shift_worker" -> "shift_worker";
      case "访客", "外来人员", "visitor" -> "visitor";
      case "外协", "承包商", "外协人员", "施工人员", "contractor" -> "contractor";
      case "司机", "驾驶员", "driver" -> "driver";
      case "村民", "villager" -> "villager";
      default -> null;
    };
  }

  static Optional<DocumentType> documentType(String text) {
    return switch (text) {
      case "身份证", "居民身份证", "二代身份证", "中国居民身份证" -> Optional.of(DocumentType.RESIDENT_ID);
      case "居住证", "港澳台居民居住证", "台湾居民居住证" -> Optional.of(DocumentType.RESIDENCE_PERMIT);
      case "回乡证", "港澳居民来往内地通行证", "港澳通行证" -> Optional.of(DocumentType.HOME_RETURN_PERMIT);
      case "护照", "中国护照", "外国护照" -> Optional.of(DocumentType.PASSPORT);
      case "其他", "其它" -> Optional.of(DocumentType.OTHER);
      default -> DocumentType.of(text);
    };
  }

  /** A number without the words some files put before it, as in 身份证:6299… */
  static String withoutLabel(String text) {
    String plain = Texts.plain(text);
    return LABEL.matcher(plain).replaceFirst("");
  }

  static @Nullable String placeKind(String text) {
    return switch (text) {
      case "园区" -> "park";
      case "厂区", "装置区", "生产区" -> "plant";
      case "园区大门", "大门", "出入口", "园区出入口" -> "gate";
      case "厂门", "厂区大门", "厂区出入口" -> "plant_gate";
      case "卡口", "村卡口", "村口卡点" -> "checkpoint";
      case "路卡", "道路卡口" -> "road_checkpoint";
      case "采样点", "核酸采样点" -> "sampling_point";
      case "食堂" -> "canteen";
      case "临时留观点", "留观点" -> "holding_room";
      case "集中隔离点", "隔离点" -> "isolation_site";
      case "宿舍", "宿舍楼", "倒班宿舍" -> "dormitory";
      case "房间" -> "room";
      case "供汽站", "汽站", "热电站" -> "steam_plant";
      case "供暖站", "换热站" -> "heating_station";
      case "污水处理厂", "污水处理站" -> "sewage_plant";
      case "通勤班车", "班车" -> "shift_bus";
      case "公共区域" -> "public_area";
      default -> isPlaceKind(text) ? text : null;
    };
  }

  private static boolean isPlaceKind(String text) {
    return java.util.Set.of(
            "park",
            "plant",
            "gate",
            "plant_gate",
            "checkpoint",
            "road_checkpoint",
            "sampling_point",
            "canteen",
            "holding_room",
            "isolation_site",
            "dormitory",
            "room",
            "steam_plant",
            "heating_station",
            "sewage_plant",
            "shift_bus",
            "public_area")
        .contains(text);
  }

  static String defaultLevel(String placeKind) {
    return switch (placeKind) {
      case "park" -> "park";
      case "plant", "steam_plant", "heating_station", "sewage_plant" -> "plant";
      case "room", "holding_room", "dormitory", "canteen", "isolation_site" -> "room";
      default -> "none";
    };
  }

  static @Nullable String level(String text) {
    return switch (text) {
      case "园区", "园区级", "park" -> "park";
      case "厂区", "厂区级", "plant" -> "plant";
      case "房间", "房间级", "room" -> "room";
      case "无", "none", "-" -> "none";
      default -> null;
    };
  }
}
