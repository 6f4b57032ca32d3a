package org.shouwang.scenario;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Draws synthetic people: the same ones for the same seed. */
final class DemoPeople {

  private static final String SURNAMES =
      "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单解仇查";
  private static final String GIVEN =
      "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志永梅红春生文林海波宁云峰辉婷雪慧鑫宇浩晨博瑞佳怡欣悦琳凯旭东成龙福贵祥安康顺利民德才俊彦泽涵梓轩子墨";
  private static final String CHECKS = "10X98765432";
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

  private final Random random;
  private final String region;
  private final int phonePrefix;
  private final Map<LocalDate, Integer> taken = new HashMap<>();
  private final Set<String> namesakes = new HashSet<>();
  private int drawn;

  /**
   * @param region six digits below 6299
   * @param phonePrefix four digits of all phones
   */
  DemoPeople(long seed, String region, int phonePrefix) {
    this.random = new Random(seed);
    this.region = region;
    this.phonePrefix = phonePrefix;
  }

  /**
   * A person.
   *
   * @param number with a valid check digit
   */
  record Drawn(String name, boolean male, LocalDate born, String number, String phone) {

    String sexText() {
      return male ? "男" : "女";
    }

    String otherSexText() {
      return male ? "女" : "男";
    }

    /** The birth date in one of the forms that the field writes. */
    String birthText(int form) {
      return switch (form % 4) {
        case 0 -> born.getYear() + "年" + born.getMonthValue() + "月" + born.getDayOfMonth() + "日";
        case 1 -> born.getYear() + "." + born.getMonthValue() + "." + born.getDayOfMonth();
        case 2 ->
            "%d/%02d/%02d".formatted(born.getYear(), born.getMonthValue(), born.getDayOfMonth());
        default -> born.toString().replace("-", "");
      };
    }

    /** The same number with another, wrong check digit. */
    String wrongCheck() {
      char last = number.charAt(17);
      return number.substring(0, 17) + (last == '5' ? '6' : '5');
    }
  }

  int pick(int below) {
    return random.nextInt(below);
  }

  Drawn draw(int youngest, int oldest) {
    boolean male = random.nextBoolean();
    LocalDate born;
    String name;
    do {
      born =
          LocalDate.of(2022, 3, 5)
              .minusYears(youngest + random.nextInt(oldest - youngest))
              .minusDays(random.nextInt(365));
      name = name();
    } while (!namesakes.add(name + born));
    int sequence = taken.merge(born, 1, Integer::sum) * 2 - (male ? 1 : 0);
    String body =
        "%s%d%02d%02d%03d"
            .formatted(
                region, born.getYear(), born.getMonthValue(), born.getDayOfMonth(), sequence);
    drawn++;
    return new Drawn(name, male, born, body + check(body), "%d%07d".formatted(phonePrefix, drawn));
  }

  private String name() {
    String first = SURNAMES.charAt(random.nextInt(SURNAMES.length())) + given();
    return random.nextInt(5) == 0 ? first : first + given();
  }

  private String given() {
    return String.valueOf(GIVEN.charAt(random.nextInt(GIVEN.length())));
  }

  static char check(String body) {
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (body.charAt(i) - '0') * WEIGHTS[i];
    }
    return CHECKS.charAt(sum % 11);
  }

  static String fullWidth(String number) {
    StringBuilder wide = new StringBuilder();
    for (char c : number.toCharArray()) {
      wide.append((char) (c + 0xFEE0));
    }
    return wide.toString();
  }
}
