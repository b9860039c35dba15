"""The gazetteer: look-up, history, ambiguity, ordinary words, scanning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_nlp.lexicon.divisions import division_rows
from fupin_nlp.lexicon.gazetteer import gazetteer, place_words
from fupin_nlp.lexicon.levels import levels_of
from fupin_nlp.lexicon.loader import load_tsv

COLUMNS = ("code", "name", "short", "also", "level", "parent", "since", "until")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("绥化", "231200"),
        ("绥化市", "231200"),
        ("略阳", "610727"),
        ("广东", "440000"),
        ("西藏", "540000"),
        ("内蒙古", "150000"),
        ("香港", "810000"),
        ("澳门特别行政区", "820000"),
        ("台湾省", "710000"),
        ("定州市", "130682"),
        ("清风店镇", "130682"),
        # Autonomous areas and banners by the names that are formed of theirs.
        ("前郭县", "220721"),
        ("喀左县", "211324"),
        ("阜蒙县", "210921"),
        ("杜蒙县", "230624"),
        ("积石山县", "622927"),
        ("镇沅县", "530825"),
        ("黔东南州", "522600"),
        ("阿坝州", "513200"),
        ("莫旗", "150722"),
        ("科左中旗", "150521"),
        ("鄂前旗", "150623"),
        ("达茂旗", "150223"),
        # What the Ministry's table does not know.
        ("台北市", "71T001"),
        ("新北市", "71T002"),
        ("澎湖县", "71T020"),
        ("高雄", "71T006"),
        ("油尖旺区", "81H005"),
        ("花地玛堂区", "82M004"),
        ("雄安新区", "13Z001"),
        ("雄安", "13Z001"),
        ("两江新区", "500157"),
        ("新疆生产建设兵团", "65Z001"),
    ],
)
def test_a_full_or_short_name_gives_its_code(name: str, code: str) -> None:
    assert [place.code for place in gazetteer().find(name)] == [code]


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("襄樊市", 2006, "420600"),
        ("崇文区", 2006, "110103"),
        ("呼兰县", 2003, "230121"),
        ("海拉尔市", 1995, "152101"),
        ("公主岭市", 2012, "220381"),
        ("公主岭市", 2021, "220184"),
        ("两江新区", 2020, "50Z001"),  # a new area; an administrative district since 2025
    ],
)
def test_a_name_gives_the_code_that_was_valid_in_the_year(name: str, year: int, code: str) -> None:
    found = gazetteer().find(name, year)
    assert [place.code for place in found] == [code]
    assert all(place.valid_in(year) for place in found)


def test_a_name_of_the_past_is_found_without_a_year_and_says_when_it_ended() -> None:
    assert [place.until for place in gazetteer().find("襄樊市")] == [2009]
    assert not any(place.valid_in(2006) for place in gazetteer().find("襄阳市", 1990) if place.since > 2006)


def test_the_name_of_a_county_that_is_gone_may_be_a_formed_one_today() -> None:
    # 东乡县 of Jiangxi became 东乡区 in 2016; 东乡族自治县 of Gansu is called 东乡县.
    g = gazetteer()
    assert [place.code for place in g.find("东乡县", 2020)] == ["622926"]
    assert [place.code for place in g.find("东乡县", 2010)] == ["361029", "622926"]
    (gansu,), (jiangxi,) = g.find("甘肃省"), g.find("江西省")
    assert [place.code for place in g.inside("东乡县", gansu, 2010)] == ["622926"]
    assert [place.code for place in g.inside("东乡县", jiangxi, 2020)] == ["361029"]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("寿保乡", ["511123"]),  # 寿保镇 today
        ("清风店乡", ["130682"]),
        ("南韩村乡", ["130432"]),  # merged away since 2016
        ("新乡", []),
        ("家乡", []),
        ("振兴集镇", []),
    ],
)
def test_townships_of_the_past_and_by_another_kind(name: str, codes: list[str]) -> None:
    assert gazetteer().counties(name) == codes


@pytest.mark.parametrize(
    ("name", "code", "levels"),
    [
        ("陕西省", "610000", ("province", "陕西省", None)),
        ("汉中市", "610700", ("city", "陕西省", "汉中市")),
        ("略阳县", "610727", ("county", "陕西省", "汉中市")),
        ("朝阳区", "110105", ("county", "北京市", "北京市")),
        ("济源市", "419001", ("county", "河南省", None)),
        ("北京市", "110000", ("province", "北京市", "北京市")),
        ("台北市", "71T001", ("city", "台湾省", "台北市")),
        ("澎湖县", "71T020", ("county", "台湾省", None)),
        ("沙田区", "81H016", ("county", "香港特别行政区", None)),
        ("雄安新区", "13Z001", ("zone", "河北省", None)),
        ("江北新区", "32Z001", ("zone", "江苏省", "南京市")),
        ("庙坝镇", "610726", ("township", "陕西省", "汉中市")),
        ("洋县园区", "610723", ("institution", "陕西省", "汉中市")),
        ("荆州市、黄冈市", "421000、421100", ("city", "湖北省", None)),
        ("荆州市、洋县", "421000、610723", (None, None, None)),
        ("鼓楼区", None, ("county", None, None)),
        (None, None, (None, None, None)),
    ],
)
def test_levels_are_read_from_the_code(
    name: str | None, code: str | None, levels: tuple[str | None, str | None, str | None]
) -> None:
    assert levels_of(name, code) == levels


@pytest.mark.parametrize("name", ["鼓楼区", "城关镇", "铁西区", "东区"])
def test_an_ambiguous_name_keeps_all_its_places(name: str) -> None:
    found = gazetteer().find(name)
    assert len(found) > 1
    assert len({place.code for place in found}) == len(found)


@pytest.mark.parametrize("name", ["和平", "向阳", "朝阳", "新华", "城区", "某某", ""])
def test_ordinary_words_are_no_places(name: str) -> None:
    assert gazetteer().find(name) == ()


def test_the_lineage_leads_to_the_province() -> None:
    g = gazetteer()
    (place,) = g.find("海拉尔区")
    assert [d.name for d in g.lineage(place)] == ["呼伦贝尔市", "内蒙古自治区"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("水利局为略阳县投入资金", ["略阳县"]),
        ("黑龙江省富锦市", ["黑龙江省", "富锦市"]),
        ("在清风店镇东王吕村", ["清风店镇"]),
        ("建设示范县、提高城镇居民收入、发展乡村旅游", []),
        ("和平年代向阳花开", []),
        ("推动镇巴县、洋县发展", ["镇巴县", "洋县"]),
        ("汉中全市", ["汉中"]),
    ],
)
def test_scan_finds_names_and_leaves_words_alone(text: str, names: list[str]) -> None:
    assert [m.name for m in gazetteer().scan(text)] == names


@given(
    st.lists(
        st.sampled_from(["略阳县", "绥化", "，", "投入", "清风店镇", "和县", "5个", "的", "县", "市"]), max_size=20
    )
)
def test_mentions_are_slices_in_order_without_overlap(parts: list[str]) -> None:
    text = "".join(parts)
    end = 0
    for mention in gazetteer().scan(text):
        assert text[mention.start : mention.end] == mention.name
        assert mention.start >= end
        end = mention.end


@given(st.sampled_from(["略阳县", "绥化市", "青冈县"]), st.integers(0, 30))
def test_text_in_front_only_shifts_mentions(name: str, length: int) -> None:
    front = "。" * length
    shifted = [(m.start - length, m.name) for m in gazetteer().scan(front + name)]
    assert shifted == [(m.start, m.name) for m in gazetteer().scan(name)]


def test_the_tables_hold_what_the_sources_count() -> None:
    rows = load_tsv("divisions.tsv.xz", COLUMNS).rows
    today = [row for row in rows if not row[7]]
    # 33 provinces of the Ministry's table and Taiwan, 333 cities, 2,845 counties.
    assert [sum(row[4] == level for row in today) for level in "123"] == [34, 333, 2845]
    townships = load_tsv("townships.tsv.xz", ("county", "names", "past"), unique=("county",)).rows
    assert sum(len(names.split(" ")) for _, names, _ in townships) == 38723
    assert not any(set(names.split()) & set(past.split()) for _, names, past in townships)


def test_every_code_has_its_parents() -> None:
    g = gazetteer()
    today = [place for code in g.codes if (place := g.division(code)) is not None and place.until == 9999]
    assert len(today) > 3000
    for place in today:
        if place.level > 1:
            assert g.lineage(place), place
            assert g.lineage(place)[-1].level == 1, place


def test_every_ordinary_word_keeps_a_name_from_being_a_place() -> None:
    rows = list(division_rows())
    names = {row[1] for row in rows} | {row[2] for row in rows}
    townships = {n for _, ns, _ in load_tsv("townships.tsv.xz", ("county", "names", "past")) for n in ns.split(" ")}
    assert sorted(word for word in place_words().ordinary if word not in names | townships) == []
