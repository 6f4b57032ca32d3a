package org.shouwang.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.shouwang.scenario.DemoPeople.Drawn;

/**
 * Makes the demo's input as the field has it: Excel files of units, places and people, from a fixed
 * seed, with a known share of dirty rows. Every person's number lies in the demo's own region
 * {@code 6299xx}, every phone below {@code 1990…}: nobody real can be hit.
 */
public final class DemoFiles {

  /** Seed of the demo: the day it begins. */
  public static final long SEED = 20220305L;

  /** The three subsidiaries that the scenario names, and four more. */
  static final List<String> SUBSIDIARIES =
      List.of("化学工程公司", "专精特新公司", "化工热电公司", "仓储物流公司", "检维修公司", "石化研究院", "综合服务公司");

  static final List<String> PROJECTS = List.of("二期乙烯项目部", "污水提标项目部");
  static final List<String> VILLAGES = List.of("东川村", "西坪村", "南滩村", "北岭村", "中庄村");
  static final List<String> OUTSIDE = List.of("新区医疗队", "新区派出所", "村委工作组", "疾控中心专班");
  static final int ENTERPRISES = 104;

  private static final List<String> TRADES =
      List.of("新材料", "精细化工", "催化剂", "气体", "环保科技", "装备", "包装", "助剂");

  private static final int EMPLOYEES = 1_200;
  private static final int BUILDERS = 600;
  private static final int WORKERS = 5_200;
  private static final int RESIDENTS = 9_400;
  private static final int OUTSIDERS = 160;
  private static final int ALL = EMPLOYEES + BUILDERS + WORKERS + RESIDENTS + OUTSIDERS;

  /** Four of each kind of outside helpers. */
  private static final int FEWEST = 16;

  private static final int HOUSEHOLD = 4;

  private final Path directory;
  private final int people;
  private final List<String> dirt = new ArrayList<>();

  private DemoFiles(Path directory, int people) {
    this.directory = directory;
    this.people = people;
  }

  /** Of so many the share that takes part. */
  private int share(int count) {
    return Math.max(FEWEST, (int) ((long) count * people / ALL));
  }

  /**
   * The files, in the order they are to be imported.
   *
   * @param units the tree of units
   * @param places places on the plan
   * @param people one file for each kind of people
   * @param dirt what was made dirty: file, row, what is wrong
   * @param clean people that must come in
   */
  public record Made(Path units, Path places, List<Path> people, List<String> dirt, int clean) {}

  /** Makes all files of the demo in a directory. */
  public static Made make(Path directory) {
    return make(directory, 0);
  }

  /**
   * Makes the files of a smaller park: the same units and places, fewer people of each kind, whole
   * households.
   *
   * @param people how many, about; 0: all there are in the scenario
   */
  static Made make(Path directory, int people) {
    try {
      Files.createDirectories(directory);
      return new DemoFiles(directory, people == 0 ? ALL : Math.min(people, ALL)).make();
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's files can't be written to " + directory, e);
    }
  }

  /**
   * Makes one file of many workers of the park's enterprises, to measure imports with.
   *
   * @param count rows; one in fifty is dirty
   * @return the rows that were made dirty
   */
  public static List<String> makeWorkers(Path file, int count) throws IOException {
    DemoFiles files = new DemoFiles(file, ALL);
    DemoPeople people = new DemoPeople(SEED + count, "629950", 1980);
    try (DemoSheet sheet = workers(file)) {
      for (int i = 0; i < count; i++) {
        Drawn person = people.draw(18, 60);
        if (i % 50 == 49) {
          files.dirty(sheet, person, i / 50, enterprise(i % ENTERPRISES));
        } else {
          worker(sheet, person, enterprise(i % ENTERPRISES), i);
        }
      }
    }
    return files.dirt;
  }

  /**
   * Writes the files into a directory.
   *
   * @param arguments the directory, and if wanted the number of workers for {@code workers.xlsx}
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments.length > 0 ? arguments[0] : "demo-files");
    Made made = make(directory);
    Files.write(directory.resolve("dirty.txt"), made.dirt());
    if (arguments.length > 1) {
      Files.write(
          directory.resolve("workers-dirty.txt"),
          makeWorkers(directory.resolve("workers.xlsx"), Integer.parseInt(arguments[1])));
    }
  }

  static String enterprise(int number) {
    return "园区" + TRADES.get(number % TRADES.size()) + "%03d企业".formatted(number + 1);
  }

  private Made make() throws IOException {
    Path units = directory.resolve("units.xlsx");
    Path places = directory.resolve("places.xlsx");
    units(units);
    DemoPlaces.write(places);
    List<Path> files = List.of(employees(), builders(), workers(), residents(), outside());
    int clean =
        share(EMPLOYEES)
            + share(BUILDERS)
            + share(WORKERS)
            + share(OUTSIDERS)
            + VILLAGES.size() * residentsOfAVillage();
    return new Made(units, places, files, List.copyOf(dirt), clean);
  }

  private int residentsOfAVillage() {
    return Math.max(1, share(RESIDENTS) / VILLAGES.size() / HOUSEHOLD) * HOUSEHOLD;
  }

  private static void units(Path file) throws IOException {
    try (DemoSheet sheet = new DemoSheet(file, "单位", "园区单位一览表", "单位编码", "单位名称", "单位类型", "上级单位")) {
      sheet.row("XQ", "新区管委会", "新区", "");
      sheet.row("SH", "石化集团", "集团", "XQ");
      for (int i = 0; i < SUBSIDIARIES.size(); i++) {
        String code = "SH%02d".formatted(i + 1);
        sheet.row(code, SUBSIDIARIES.get(i), "子公司", "SH");
        sheet.row(code + "A", "生产部", "部门", code);
        sheet.row(code + "B", "设备部", "部门", code);
        sheet.row(code + "C", "安全环保部", "部门", code);
        sheet.row(code + "D", "综合部", "部门", code);
        for (String team : List.of("甲班", "乙班", "丙班", "丁班")) {
          sheet.row(code + "A" + "甲乙丙丁".indexOf(team.charAt(0)), team, "班组", code + "A");
        }
      }
      for (int i = 0; i < PROJECTS.size(); i++) {
        sheet.row("XM%02d".formatted(i + 1), PROJECTS.get(i), "建设项目", "SH");
      }
      for (int i = 0; i < ENTERPRISES; i++) {
        sheet.row("QY%03d".formatted(i + 1), enterprise(i), "入园企业", "新区管委会");
      }
      for (int i = 0; i < VILLAGES.size(); i++) {
        sheet.row("CZ%02d".formatted(i + 1), VILLAGES.get(i), "行政村", "新区管委会");
      }
      for (int i = 0; i < OUTSIDE.size(); i++) {
        sheet.row("WB%02d".formatted(i + 1), OUTSIDE.get(i), "外部单位", "新区管委会");
      }
    }
  }

  private Path employees() throws IOException {
    Path file = directory.resolve("people-employees.xlsx");
    DemoPeople people = new DemoPeople(SEED, "629901", 1990);
    List<String> posts = List.of("外操", "内操", "班长", "值长", "司炉", "水处理", "化验", "巡检", "电工", "仪表工");
    try (DemoSheet sheet =
        new DemoSheet(
            file,
            "职工",
            "石化集团职工花名册",
            "序号",
            "姓名",
            "性别",
            "出生年月",
            "身份证号",
            "手机号",
            "单位",
            "部门",
            "班组",
            "岗位",
            "是否重要岗位",
            "政治面貌",
            "技能",
            "工牌号",
            "现住址",
            "AB角工牌号")) {
      Map<String, Integer> alone = new HashMap<>();
      for (int i = 0; i < share(EMPLOYEES); i++) {
        Drawn person = people.draw(20, 59);
        boolean shift = i % 10 < 7;
        String post = shift ? posts.get(people.pick(posts.size())) : "管理";
        boolean key = shift && (post.equals("司炉") || post.equals("值长") || post.equals("内操"));
        int party = people.pick(100);
        sheet.row(
            String.valueOf(i + 1),
            person.name(),
            person.sexText(),
            person.birthText(i),
            person.number(),
            person.phone(),
            SUBSIDIARIES.get(i % 7),
            shift ? "生产部" : List.of("设备部", "安全环保部", "综合部").get(i % 3),
            shift ? List.of("甲班", "乙班", "丙班", "丁班").get(i / 7 % 4) : "",
            post,
            key ? "是" : "否",
            party < 28 ? "中共党员" : party < 45 ? "共青团员" : "群众",
            party % 9 == 0 ? "急救,驾驶" : "",
            badge(i),
            VILLAGES.get(people.pick(5)) + people.pick(200) + "号",
            key ? counterpart(SUBSIDIARIES.get(i % 7) + post, i, alone) : "");
        if (i % 50 == 49) {
          dirtyEmployee(sheet, people.draw(20, 59), i / 50);
        }
      }
      sheet.row("合计", "", "");
    }
    return file;
  }

  private static String badge(int employee) {
    return "SH%05d".formatted(employee + 1);
  }

  /**
   * The next two of a key post of a company who aren't of the same shift stand in for each other;
   * the second one's row says it.
   *
   * @param alone who of a post waits for another
   */
  private static String counterpart(String post, int employee, Map<String, Integer> alone) {
    Integer other = alone.get(post);
    if (other != null && other / 7 % 4 != employee / 7 % 4) {
      alone.remove(post);
      return badge(other);
    }
    alone.putIfAbsent(post, employee);
    return "";
  }

  private void dirtyEmployee(DemoSheet sheet, Drawn person, int kind) {
    String number = kind % 3 == 0 ? person.wrongCheck() : person.number();
    String born = kind % 3 == 1 ? "1985年2月30日" : person.birthText(kind);
    String unit = kind % 3 == 2 ? "不存在的公司" : SUBSIDIARIES.getFirst();
    dirt.add(
        "people-employees.xlsx\t"
            + (sheet.line() + 1)
            + "\t"
            + List.of("check digit", "no such date", "unknown unit").get(kind % 3));
    sheet.row("", person.name(), person.sexText(), born, number, person.phone(), unit, "综合部");
  }

  private Path builders() throws IOException {
    Path file = directory.resolve("people-builders.xlsx");
    DemoPeople people = new DemoPeople(SEED + 1, "629902", 1991);
    List<String> trades = List.of("焊工", "架子工", "钢筋工", "电工", "普工", "起重工", "驾驶员");
    try (DemoSheet sheet =
        new DemoSheet(file, "建设者", "项目建设者实名登记表", "姓名", "身份证号码", "联系电话", "项目", "工种", "现居住地")) {
      for (int i = 0; i < share(BUILDERS); i++) {
        Drawn person = people.draw(19, 58);
        sheet.row(
            person.name(),
            "'" + person.number(),
            "+86 " + person.phone(),
            PROJECTS.get(i % 2),
            trades.get(people.pick(trades.size())),
            "项目营地" + (i % 30 + 1) + "号房");
        if (i % 50 == 49) {
          Drawn other = people.draw(19, 58);
          dirt.add(file.getFileName() + "\t" + (sheet.line() + 1) + "\tphone of 8 digits");
          sheet.row(other.name(), other.number(), "19910000", PROJECTS.getFirst(), "普工", "");
        }
      }
    }
    return file;
  }

  private static DemoSheet workers(Path file) throws IOException {
    return new DemoSheet(
        file, "员工", "入园企业员工信息采集表", "企业名称", "姓名", "性别", "公民身份号码", "手机号码", "岗位", "住址");
  }

  private static void worker(DemoSheet sheet, Drawn person, String enterprise, int i) {
    sheet.row(
        enterprise,
        person.name(),
        person.sexText(),
        i % 20 == 0 ? DemoPeople.fullWidth(person.number()) : person.number(),
        person.phone(),
        i % 3 == 0 ? "操作工" : "职员",
        "园区公寓" + (i % 12 + 1) + "号楼");
  }

  private Path workers() throws IOException {
    Path file = directory.resolve("people-enterprises.xlsx");
    DemoPeople people = new DemoPeople(SEED + 2, "629903", 1992);
    try (DemoSheet sheet = workers(file)) {
      int count = share(WORKERS);
      for (int i = 0; i < count; i++) {
        String enterprise = enterprise((int) ((long) i * ENTERPRISES / count));
        worker(sheet, people.draw(18, 60), enterprise, i);
        if (i % 50 == 49) {
          dirty(sheet, people.draw(18, 60), i / 50, enterprise);
        }
      }
    }
    return file;
  }

  private void dirty(DemoSheet sheet, Drawn person, int kind, String enterprise) {
    String what =
        List.of("rounded number", "check digit", "unknown unit", "sex differs", "no name")
            .get(kind % 5);
    dirt.add(sheet.file() + "\t" + (sheet.line() + 1) + "\t" + what);
    String number = person.number();
    switch (kind % 5) {
      case 0 ->
          sheet.rowWithNumber(
              3,
              Double.parseDouble(number.substring(0, 17) + "0"),
              enterprise,
              person.name(),
              person.sexText(),
              "",
              person.phone());
      case 1 -> sheet.row(enterprise, person.name(), person.sexText(), person.wrongCheck());
      case 2 -> sheet.row("不存在的企业", person.name(), person.sexText(), number);
      case 3 -> sheet.row(enterprise, person.name(), person.otherSexText(), number);
      default -> sheet.row(enterprise, "", person.sexText(), number);
    }
  }

  private Path residents() throws IOException {
    Path file = directory.resolve("people-villages.xlsx");
    DemoPeople people = new DemoPeople(SEED + 3, "629904", 1993);
    try (DemoSheet sheet =
        new DemoSheet(file, "村民", "下沉村常住人口摸排表", "村名", "户号", "姓名", "与户主关系", "身份证", "电话", "住址")) {
      for (int village = 0; village < VILLAGES.size(); village++) {
        int household = 0;
        for (int i = 0; i < residentsOfAVillage(); i++) {
          int member = i % HOUSEHOLD;
          household += member == 0 ? 1 : 0;
          Drawn person = member == 3 ? people.draw(4, 17) : people.draw(24, 85);
          sheet.row(
              VILLAGES.get(village),
              "C%d-%04d".formatted(village + 1, household),
              person.name(),
              List.of("户主", "配偶", "父母", "子女").get(member),
              person.number(),
              member == 3 ? "" : person.phone(),
              VILLAGES.get(village) + household + "号");
          if (i % 50 == 49) {
            Drawn other = people.draw(24, 85);
            dirt.add(file.getFileName() + "\t" + (sheet.line() + 1) + "\t17 digits");
            sheet.row(VILLAGES.get(village), "", other.name(), "", other.number().substring(1));
          }
        }
      }
    }
    return file;
  }

  private Path outside() throws IOException {
    Path file = directory.resolve("people-outside.xlsx");
    DemoPeople people = new DemoPeople(SEED + 4, "629905", 1994);
    List<String> kinds = List.of("医护人员", "执勤民警", "村干部", "医护人员");
    try (DemoSheet sheet =
        new DemoSheet(file, "外部人员", "外部支援人员名单", "姓名", "证件类型", "证件号码", "联系方式", "单位", "人员类别", "职务")) {
      IntStream.range(0, share(OUTSIDERS))
          .forEach(i -> {
            Drawn person = people.draw(23, 58);
            sheet.row(
                person.name(),
                "身份证",
                person.number(),
                person.phone(),
                OUTSIDE.get(i % 4),
                kinds.get(i % 4),
                kinds.get(i % 4));
          });
      for (int i = 0; i < 3; i++) {
        Drawn other = people.draw(23, 58);
        dirt.add(file.getFileName() + "\t" + (sheet.line() + 1) + "\tunknown type of document");
        sheet.row(other.name(), "工作证", other.number(), other.phone(), OUTSIDE.getFirst());
      }
    }
    return file;
  }
}
