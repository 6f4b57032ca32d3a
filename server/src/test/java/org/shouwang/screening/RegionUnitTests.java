package org.shouwang.screening;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shouwang.screening.Region.Match;

class RegionUnitTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "甘肃省兰州市永登县秦川镇五道岘村 | 甘肃省,兰州市,永登县,秦川镇,五道岘村",
        "甘肃省 兰州新区/秦川镇·振兴村三社 | 甘肃省,兰州新区,秦川镇,振兴村,三社",
        "内蒙古自治区呼和浩特市新城区 | 内蒙古自治区,呼和浩特市,新城区",
        "临夏回族自治州临夏县 | 临夏回族自治州,临夏县",
        "上海市浦东新区花木街道培花社区 | 上海市,浦东新区,花木街道,培花社区",
        "秦川镇酷派酒店 | 秦川镇,酷派酒店",
        "石化苑小区3号楼2单元 | 石化苑小区,3号楼,2单元",
        "江苏省镇江市京口区 | 江苏省,镇江市,京口区",
        "甘肃省庆阳市镇原县 | 甘肃省,庆阳市,镇原县",
        "山东省济南市市中区 | 山东省,济南市,市中区",
        "天水市麦积区社棠镇 | 天水市,麦积区,社棠镇",
        "北京市通州区 | 北京市,通州区",
        "贵州省 | 贵州省",
        "某地 | 某地"
      })
  void aPlaceIsReadIntoItsParts(String text, String parts) {
    assertThat(Region.of(text).parts()).isEqualTo(List.of(parts.split(",")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "甘肃省兰州新区秦川镇五道岘村 | 甘肃省兰州新区秦川镇五道岘村 | INSIDE",
        "秦川镇五道岘村二社 | 甘肃省兰州新区秦川镇五道岘村 | INSIDE",
        "五道岘村 | 甘肃省兰州新区秦川镇五道岘村 | INSIDE",
        "甘肃省兰州新区秦川镇五道岘村二社 | 五道岘村 | INSIDE",
        "甘肃省兰州新区秦川镇 | 甘肃省兰州新区秦川镇五道岘村 | PERHAPS",
        "兰州新区 | 甘肃省兰州新区秦川镇五道岘村 | PERHAPS",
        "甘肃省兰州新区中川镇五道岘村 | 甘肃省兰州新区秦川镇五道岘村 | NONE",
        "另一村三社 | 秦川镇振兴村三社 | NONE",
        "陕西省西安市 | 甘肃省兰州新区秦川镇五道岘村 | NONE",
        "甘肃省天水市秦州区 | 甘肃省兰州新区 | NONE",
        "镇江市京口区 | 江苏省镇江市京口区 | INSIDE",
        "镇原县 | 甘肃省庆阳市镇原县 | INSIDE",
        "市中区 | 山东省济南市市中区 | INSIDE",
        "社棠镇 | 甘肃省天水市麦积区社棠镇 | INSIDE",
        "甘肃兰州新区秦川镇五道岘村 | 甘肃省兰州新区秦川镇五道岘村 | INSIDE",
        "兰州新区五道岘村 | 甘肃省兰州新区秦川镇五道岘村 | INSIDE",
        "上海浦东新区 | 上海市浦东新区 | PERHAPS",
        "甘肃兰州新区 | 甘肃省兰州新区秦川镇五道岘村 | PERHAPS",
        "永登县秦川镇五道岘村 | 甘肃省兰州新区秦川镇五道岘村 | PERHAPS",
        "河北省秦川镇五道岘村 | 甘肃省兰州新区秦川镇五道岘村 | PERHAPS",
        "山东省济南市市中区 | 四川省乐山市市中区 | NONE"
      })
  void whatIsDeclaredLiesInAnAreaPerhapsOrNot(String stay, String area, Match match) {
    assertThat(Region.of(stay).in(Region.of(area))).isEqualTo(match);
  }

  @Test
  void signsAloneAreAPlaceNobodyIsIn() {
    assertThat(Region.of("、/").parts()).hasSize(1);
  }
}
