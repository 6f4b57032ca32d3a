package org.shouwang.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The places of the demo on the schematic plan, 0..1000 by 0..600. */
final class DemoPlaces {

  private static final int PARK_POINTS = 7;

  /** A room of the isolation site holds a household. */
  private static final String BEDS = "4";

  private DemoPlaces() {}

  static void write(Path file) throws IOException {
    try (DemoSheet sheet =
        new DemoSheet(
            file,
            "场所",
            "园区场所与点位一览表",
            "场所编码",
            "场所名称",
            "场所类型",
            "所在区域",
            "层级",
            "通往区域",
            "横坐标",
            "纵坐标",
            "通道",
            "适用单位",
            "床位数")) {
      sheet.row("PARK", "石化园区", "园区", "", "园区", "", "500", "300");
      plants(sheet);
      gates(sheet);
      villages(sheet);
      points(sheet);
      buildings(sheet);
    }
  }

  private static void plants(DemoSheet sheet) {
    place(sheet, "PLANT1", "化学工程装置区", "厂区", "PARK", 330, 200);
    place(sheet, "PLANT2", "专精特新装置区", "厂区", "PARK", 500, 200);
    place(sheet, "PLANT3", "仓储罐区", "厂区", "PARK", 670, 200);
    place(sheet, "STEAM", "供汽站", "供汽站", "PARK", 330, 400);
    place(sheet, "HEAT", "供暖站", "供暖站", "PARK", 500, 400);
    place(sheet, "SEWAGE", "污水处理厂", "污水处理厂", "PARK", 670, 400);
    String[] zones = {"PLANT1", "PLANT2", "PLANT3", "STEAM", "HEAT", "SEWAGE"};
    String[] units = {"化学工程公司", "专精特新公司", "仓储物流公司", "化工热电公司", "化工热电公司", "综合服务公司"};
    for (int i = 0; i < zones.length; i++) {
      sheet.row(
          "PG" + (i + 1),
          "厂门" + (i + 1),
          "厂区大门",
          "PARK",
          "无",
          zones[i],
          String.valueOf(330 + i % 3 * 170),
          i < 3 ? "250" : "450",
          "1道",
          units[i] + "、检维修公司、二期乙烯项目部");
    }
  }

  private static void gates(DemoSheet sheet) {
    gate(sheet, "GATE1", "东门", 850, 300, "1道、2道、3道、4道", "石化集团、" + enterprises(0, 52));
    gate(sheet, "GATE2", "西门", 150, 300, "1道、2道、3道", "石化集团、" + enterprises(52, 104));
    gate(sheet, "GATE3", "北门(危化品专用)", 500, 90, "1道、2道", "石化集团、仓储物流公司");
    gate(sheet, "GATE4", "南门(应急)", 500, 520, "1道", "石化集团");
  }

  private static String enterprises(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(DemoFiles::enterprise)
        .collect(Collectors.joining("、"));
  }

  private static void gate(
      DemoSheet sheet, String code, String name, int x, int y, String lanes, String units) {
    sheet.row(
        code,
        name,
        "园区大门",
        "PARK",
        "无",
        "PARK",
        String.valueOf(x),
        String.valueOf(y),
        lanes,
        units);
  }

  private static void villages(DemoSheet sheet) {
    List<String> villages = DemoFiles.VILLAGES;
    for (int i = 0; i < villages.size(); i++) {
      String x = String.valueOf(80 + i * 210);
      sheet.row("V" + (i + 1), villages.get(i), "公共区域", "", "园区", "", x, "560");
      sheet.row(
          "VC" + (i + 1),
          villages.get(i) + "卡口",
          "村卡口",
          "",
          "无",
          "V" + (i + 1),
          x,
          "535",
          "1道",
          villages.get(i) + "、村委工作组、石化集团");
    }
    sheet.row("RC1", "经十路路卡", "路卡", "", "无", "PARK", "40", "300", "1道、2道", "石化集团、新区派出所");
    sheet.row("RC2", "纬三路路卡", "路卡", "", "无", "PARK", "960", "300", "1道、2道", "石化集团、新区派出所");
  }

  private static void points(DemoSheet sheet) {
    for (int i = 0; i < 12; i++) {
      boolean inPark = i < PARK_POINTS;
      String village = inPark ? "" : DemoFiles.VILLAGES.get(i - PARK_POINTS);
      sheet.row(
          "SP%02d".formatted(i + 1),
          (i + 1) + "号采样点",
          "采样点",
          inPark ? "PARK" : "V" + (i - PARK_POINTS + 1),
          "",
          "",
          String.valueOf(200 + i % 6 * 110),
          i < 6 ? "150" : "480",
          "",
          inPark
              ? "石化集团、新区医疗队、" + enterprises(i * 15, Math.min(104, i * 15 + 15))
              : village + "、村委工作组");
    }
    for (int i = 0; i < 4; i++) {
      place(sheet, "HR" + (i + 1), "临时留观点" + (i + 1), "临时留观点", "PARK", 820 - i * 220, 330);
    }
    for (int i = 0; i < 6; i++) {
      place(sheet, "PA" + (i + 1), "公共区域" + (i + 1), "公共区域", "PARK", 250 + i * 90, 300);
    }
  }

  private static void buildings(DemoSheet sheet) {
    place(sheet, "CT1", "化学工程公司食堂", "食堂", "PARK", 300, 330);
    place(sheet, "CT2", "专精特新公司食堂", "食堂", "PARK", 520, 330);
    place(sheet, "CT3", "化工热电公司食堂", "食堂", "PARK", 640, 330);
    place(sheet, "DM1", "一号倒班宿舍", "宿舍", "PARK", 220, 240);
    place(sheet, "DM2", "二号倒班宿舍", "宿舍", "PARK", 220, 360);
    place(sheet, "ISO", "集中隔离点", "隔离点", "", 930, 80);
    for (int i = 0; i < 60; i++) {
      sheet.row(
          "ISO%03d".formatted(i + 1),
          "隔离点%d室".formatted(100 * (i / 20 + 1) + i % 20 + 1),
          "房间",
          "ISO",
          "",
          "",
          String.valueOf(900 + i % 10 * 7),
          String.valueOf(60 + i / 10 * 8),
          "",
          "",
          BEDS);
    }
    for (int i = 0; i < 60; i++) {
      sheet.row(
          "BUS%02d".formatted(i + 1),
          "通勤班车%02d号".formatted(i + 1),
          "通勤班车",
          "PARK",
          "无",
          "PARK",
          String.valueOf(100 + i % 30 * 25),
          i < 30 ? "30" : "50",
          "1道",
          "石化集团");
    }
  }

  private static void place(
      DemoSheet sheet, String code, String name, String kind, String zone, int x, int y) {
    sheet.row(code, name, kind, zone, "", "", String.valueOf(x), String.valueOf(y));
  }
}
