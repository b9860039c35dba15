"""Clusters of reports: what drives them, small corpora, determinism, manners of scikit-learn."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.decomposition import TruncatedSVD
from sklearn.metrics import adjusted_rand_score
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.utils.estimator_checks import estimator_checks_generator

import fupin_nlp as fp
from fupin_nlp.clustering import (
    ClusterOptions,
    MeasureClusterer,
    MeasureCues,
    MeasureProfile,
    PolicyTfidf,
    cluster,
    duplicate_map,
    near_duplicates,
    stability,
)
from fupin_nlp.clustering.mixture import refined
from fupin_nlp.clustering.words import content_pairs, content_words, stop_words
from fupin_nlp.errors import FupinError, OptionError
from fupin_nlp.model.reporttext import ReportText
from record_frames import frame, record

SUBJECTS = {
    "health": ["医院", "医保", "住院", "门诊", "医生", "报销", "体检", "药品"],
    "infrastructure": ["公路", "桥梁", "隧道", "硬化", "通车", "供水", "电网", "管网"],
    "education": ["学校", "教师", "学生", "助学", "课程", "校舍", "入学", "奖学金"],
}
COMMON = ["坚持", "推进", "全面", "达到", "力争", "万元", "2300", "，", "。"]


def has_word(text: str) -> dict[str, float]:
    words = set(text.split())
    found = {name: float(len(words & set(subject))) for name, subject in SUBJECTS.items()}
    return {name: weight for name, weight in found.items() if weight}


OPTIONS = ClusterOptions(
    tokenizer=str.split, place=None, cues=has_word, labels={"health": "健康扶贫", "education": "教育扶贫"}
)


def corpus(per_subject: int, seed: int = 0) -> tuple[list[ReportText], list[str]]:
    """Reports of one subject each: five of its eight words, among words that say nothing."""
    random = np.random.default_rng(seed)
    texts, truth = [], []
    for name, words in SUBJECTS.items():
        for i in range(per_subject):
            chosen = [*random.choice(words, 5, replace=False), *random.choice(COMMON, 12)]
            texts.append(
                ReportText(doc=f"{name}{i}", text=" ".join(random.permutation(chosen)), region="甲县", year=2015)
            )
            truth.append(name)
    return texts, truth


@pytest.mark.parametrize("by", ["measure", "topic"])
@pytest.mark.parametrize("k", [3, "auto"])
def test_reports_of_one_subject_come_together(by: str, k: Any) -> None:
    texts, truth = corpus(6)
    found = cluster(texts, by=by, k=k, options=OPTIONS)
    assert adjusted_rand_score(truth, found.reports["cluster"]) > 0.9
    assert found.clusters["size"].sum() == len(texts)
    assert (found.reports["silhouette"] > 0).all()


def test_clusters_are_described() -> None:
    texts, _ = corpus(6)
    found = cluster(texts, by="measure", k=3, options=OPTIONS)
    health = found.clusters[[("health0" in docs) for docs in found.clusters["docs"]]].iloc[0]
    assert health["measures"][0] == "健康扶贫"
    assert set(health["terms"]) <= set(SUBJECTS["health"])
    assert health["label"].startswith("健康扶贫（")
    assert health["sentences"]
    assert set(found.reports["label"]) == set(found.clusters["label"])
    assert found.profile.shape == (18, 3)


def test_the_same_reports_give_the_same_clusters() -> None:
    texts, _ = corpus(5)
    first, second = (cluster(texts, k="auto", options=OPTIONS) for _ in range(2))
    pd.testing.assert_frame_equal(first.reports, second.reports)
    pd.testing.assert_frame_equal(first.clusters, second.clusters)


def test_a_frame_of_reports_gives_the_same_as_the_reports() -> None:
    texts, _ = corpus(3)
    table = pd.DataFrame([{"doc": t.doc, "text": t.text, "region": t.region, "year": t.year} for t in texts])
    expected = cluster(texts, k=3, options=OPTIONS).reports
    pd.testing.assert_frame_equal(cluster(table, k=3, options=OPTIONS).reports, expected)


def test_achievements_count_beside_the_text() -> None:
    same = [ReportText(doc=d, text="医院 公路") for d in "abcd"]
    rows = [record(0, doc=d, measure="health" if d in "ab" else "infrastructure") for d in "abcd"]
    found = cluster(same, frame(*rows), by="measure", k=2, options=OPTIONS)
    labels = found.reports["cluster"].tolist()
    assert labels[0] == labels[1] != labels[2] == labels[3]


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 9])
@pytest.mark.parametrize("by", ["measure", "topic"])
def test_small_corpora_work(n: int, by: str) -> None:
    texts, _ = corpus(3)
    found = cluster(texts[:n], by=by, options=OPTIONS)
    assert len(found.reports) == n
    assert found.clusters["size"].sum() == n


def test_more_clusters_than_reports_are_refused() -> None:
    texts, _ = corpus(1)
    with pytest.raises(OptionError, match="3 reports"):
        cluster(texts, k=4, options=OPTIONS)


def test_a_report_without_content_is_not_assigned() -> None:
    texts, _ = corpus(2)
    found = cluster([*texts, ReportText(doc="空", text="坚持 推进")], k=3, options=OPTIONS)
    last = found.reports.iloc[-1]
    assert (last["cluster"], last["label"]) == (-1, "未归类")
    assert np.isnan(last["distance"])


def test_no_content_at_all_is_an_error() -> None:
    with pytest.raises(FupinError, match="none of the 2"):
        cluster([ReportText(doc=d, text="坚持") for d in "ab"], by="topic", options=OPTIONS)


def test_names_and_choices_are_checked() -> None:
    twice = [ReportText(doc="a", text="医院"), ReportText(doc="a", text="学校")]
    with pytest.raises(FupinError, match="one name"):
        cluster(twice, options=OPTIONS)
    with pytest.raises(OptionError, match="measure, topic"):
        cluster(twice, by="size", options=OPTIONS)
    with pytest.raises(FupinError, match="no report"):
        cluster([], options=OPTIONS)


def test_regions_and_numbers_drive_nothing() -> None:
    words = content_words(
        "甲县 ２０１５ 三百 五十户 医院 贷 ABC 5g 万元 绥化", str.split, stop={"甲县"}, place="绥化".__eq__
    )
    assert words == ["医院", "abc"]


def test_words_that_head_sections_are_no_stop_words() -> None:
    assert not {"改革", "创新", "治理", "区域", "搬迁", "医疗"} & stop_words()


def test_each_cluster_tells_how_far_it_comes_back() -> None:
    texts, truth = corpus(8)
    firm = cluster(texts, by="topic", k=3, options=OPTIONS).clusters["stability"]
    assert firm.min() > 0.8
    shuffled = np.random.default_rng(3).permutation(truth).tolist()
    mixed = [
        ReportText(doc=t.doc, text=" ".join(SUBJECTS[name][i % 8] for name in (s, *SUBJECTS)))
        for i, (t, s) in enumerate(zip(texts, shuffled, strict=True))
    ]
    assert cluster(mixed, by="topic", k=7, options=OPTIONS).clusters["stability"].mean() < firm.mean()
    assert cluster(texts[:3], by="topic", k=2, options=OPTIONS).clusters["stability"].isna().all()


def test_refining_mends_a_wrong_label_and_keeps_the_number_of_clusters() -> None:
    rows = csr_matrix([[3.0, 2, 0, 0], [2, 3, 0, 0], [3, 3, 0, 0], [0, 0, 2, 3], [0, 0, 3, 2]])
    assert refined(rows, np.array([0, 0, 1, 1, 1])).tolist() == [0, 0, 0, 1, 1]
    alike = csr_matrix(np.ones((4, 2)))
    assert len(set(refined(alike, np.array([0, 0, 1, 1])).tolist())) == 2


def test_pairs_of_characters_stay_within_content_words() -> None:
    pairs = content_pairs("甲县 养老 保险金 ， 坚持 住房 gdp 2015", str.split, stop={"甲县"})
    assert pairs == ["养老", "老保", "保险", "险金", "住房", "gdp"]
    with pytest.raises(OptionError, match="word, pair"):
        PolicyTfidf(tokenizer=str.split, unit="letter").fit(["医院", "学校"])


def test_stability_is_high_where_groups_are_clear() -> None:
    texts, _ = corpus(8)
    found = stability(texts, resamples=4, by="topic", k=3, options=OPTIONS)
    assert found["ari"].min() > 0.8
    pd.testing.assert_frame_equal(found, stability(texts, resamples=4, by="topic", k=3, options=OPTIONS))
    with pytest.raises(OptionError):
        stability(texts, resamples=0)


def test_profile_counts_achievements_without_repeats() -> None:
    rows = [
        record(0, measure="health"),
        record(1, measure="finance"),
        record(2, measure="finance", repeat_of="甲#1"),
        record(3, measure="finance", role="target"),
        record(0, doc="乙", measure="finance"),
    ]
    profile = MeasureProfile(docs=["甲", "乙", "丙"])
    assert profile.fit_transform(frame(*rows)).tolist() == [[0.5, 0.5], [1.0, 0.0], [0.0, 0.0]]
    assert profile.get_feature_names_out().tolist() == ["finance", "health"]


def test_profile_of_text_divides_a_sentence_among_its_records() -> None:
    long, short = "一" * 30, "二" * 10
    rows = [
        record(0, measure="health", sentence=long),
        record(1, measure="finance", sentence=long),
        record(2, measure="finance", sentence=short),
    ]
    assert MeasureProfile(share="text").fit_transform(frame(*rows)).tolist() == [[0.625, 0.375]]
    with pytest.raises(OptionError, match="achievements, text"):
        MeasureProfile(share="words").fit(frame(*rows))
    with pytest.raises(FupinError, match="sentence"):
        MeasureProfile().fit(frame(*rows).drop(columns="sentence"))


def test_few_texts_keep_their_words() -> None:
    tfidf = PolicyTfidf(tokenizer=str.split, place=None).fit(["医院 医保", "医院 公路", "医院 学校"])
    assert set(tfidf.get_feature_names_out()) == {"医保", "公路", "学校"}


@pytest.mark.parametrize(
    ("parameters", "message"), [({"max_df": 1}, "share"), ({"min_df": 0}, "at least 1"), ({"place": "all"}, "auto")]
)
def test_wrong_parameters_of_tfidf_are_refused(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        PolicyTfidf(tokenizer=str.split, **parameters).fit(["医院", "学校"])


def test_one_text_instead_of_many_is_refused() -> None:
    with pytest.raises(FupinError, match="sequence"):
        PolicyTfidf(tokenizer=str.split, place=None).fit("医院")


def test_estimators_work_in_pipelines_and_searches() -> None:
    texts, truth = corpus(6)
    pipeline = make_pipeline(
        PolicyTfidf(tokenizer=str.split, place=None), TruncatedSVD(6, random_state=0), MeasureClusterer(3)
    )
    labels = pipeline.fit_predict([t.text for t in texts])
    assert adjusted_rand_score(truth, labels) > 0.9
    search = GridSearchCV(
        Pipeline(
            [
                ("tfidf", PolicyTfidf(tokenizer=str.split, place=None)),
                ("svd", TruncatedSVD(4, random_state=0)),
                ("clusters", MeasureClusterer(3)),
            ]
        ),
        {"clusters__n_clusters": [2, 3], "tfidf__max_df": [0.3, 0.5]},
        scoring="adjusted_rand_score",
        cv=2,
    )
    order = np.random.default_rng(0).permutation(len(texts))
    search.fit([texts[i].text for i in order], [truth[i] for i in order])
    assert search.best_params_["clusters__n_clusters"] == 3


def test_parameters_survive_clone_and_fitted_estimators_pickling() -> None:
    tfidf = PolicyTfidf(tokenizer=str.split, place=None, max_df=0.5)
    assert clone(tfidf).get_params() == tfidf.get_params()
    fitted = pickle.loads(pickle.dumps(tfidf.fit(["医院 医保", "学校 教师", "医院 学校"])))
    assert fitted.transform(["医院"]).nnz == 1


def test_cues_have_columns_for_what_was_seen() -> None:
    cues = MeasureCues(has_word).fit(["医院 公路"])
    assert cues.get_feature_names_out().tolist() == ["health", "infrastructure"]
    assert cues.transform(["学校", "医院"]).tolist() == [[0.0, 0.0], [1.0, 0.0]]


# scikit-learn has no checks for estimators of texts and frames; the tests above stand in for them.
# Arrays of other libraries need a switch that has to be set before scipy is imported; scikit-learn skips that one.
CHECKS = [
    pytest.param(estimator, check, id=f"{estimator!r}-{check.func.__name__}-{number}")
    for estimator in (MeasureClusterer(n_clusters=3, n_init=2), MeasureClusterer(n_init=2))
    for number, (_, check) in enumerate(estimator_checks_generator(estimator))
    if "array_api" not in check.func.__name__
]


@pytest.mark.parametrize(("estimator", "check"), CHECKS)
def test_manners_of_scikit_learn(estimator: Any, check: Any) -> None:
    check(estimator)


@pytest.mark.parametrize("value", [0, -1, True, 2.5, "many"])
def test_wrong_numbers_of_clusters_are_refused(value: Any) -> None:
    with pytest.raises(OptionError):
        MeasureClusterer(value).fit(np.eye(3))


def test_equal_rows_cannot_make_more_clusters_than_differ() -> None:
    with pytest.raises(OptionError, match="of which 2 differ"):
        MeasureClusterer(3).fit(np.array([[1.0, 0.0]] * 3 + [[0.0, 1.0]] * 3))


def test_near_duplicates_are_found_and_others_not() -> None:
    text = "全县整合资金修建村组道路，发放小额贷款，培训农民，建成卫生室，资助学生，慰问困难户。" * 3
    reports = [
        ReportText(doc="a", text=text),
        ReportText(doc="b", text=text.replace("慰问", " 看望 \n")),
        ReportText(doc="c", text="本市今年召开会议，研究部署冬季供暖和道路清雪，检查安全生产，公布投诉电话。" * 3),
        ReportText(doc="d", text=""),
    ]
    found = near_duplicates(reports)
    assert found[["doc", "of"]].to_numpy().tolist() == [["b", "a"]]
    assert duplicate_map(reports) == {"b": "a"}
    assert near_duplicates([]).empty
    with pytest.raises(OptionError):
        near_duplicates(reports, threshold=0)


FORM = (
    "全县新增城镇就业{}人，城镇登记失业率控制在{}%以内，社会保障体系不断健全，覆盖城乡居民的社会保险制度基本建立，"
    "困难群众基本生活得到有效保障，养老服务设施实现城镇全覆盖。"
)


def filled(doc: str, region: str | None, *figures: float) -> ReportText:
    """Return a short report that a form makes of figures."""
    return ReportText(doc=doc, text=FORM.format(*figures), region=region)


@pytest.mark.parametrize(
    "second",
    [
        filled("b", "洋县", 6000, 4.1),
        filled("b", "略阳县", 6000, 4.1),
        filled("b", None, 6000, 4.1),
        filled("b", "洋县", 5000, 4.5),
    ],
)
def test_a_form_that_is_filled_in_twice_is_no_copy(second: ReportText) -> None:
    first = filled("a", "略阳县", 5000, 4.5)
    assert len(near_duplicates([first, second])) == 1
    assert duplicate_map([first, second]) == {}


def test_the_same_figures_make_a_copy() -> None:
    first = filled("a", "略阳县", 5000, 4.5)
    assert duplicate_map([first, filled("b", "略阳县", 5000, 4.5), filled("c", None, 5000, 4.5)]) == {
        "b": "a",
        "c": "a",
    }


def test_many_figures_tell_a_copy_under_the_name_of_another_place() -> None:
    text = "".join(f"第{n}项工程投资{n * 37 + 5}万元，已经完成。" for n in range(12))
    assert duplicate_map([ReportText(doc=d, text=text, region=r) for d, r in (("a", "略阳县"), ("b", "洋县"))]) == {
        "b": "a"
    }


def test_a_comparison_keeps_the_forms_of_two_counties_apart() -> None:
    texts = {
        name: FORM.format(*figures) for name, figures in (("略阳县_2019", (5000, 4.5)), ("洋县_2019", (6000, 4.1)))
    }
    found = fp.compare([fp.parse(text, name=name) for name, text in texts.items()], by=["region", "indicator"]).frame
    jobs = found[found["indicator"] == "城镇新增就业"]
    assert sorted(jobs["value"]) == [5000, 6000]


def test_a_chain_of_copies_leads_to_the_first() -> None:
    assert duplicate_map([ReportText(doc=d, text="同一篇报告写了两遍") for d in "abc"]) == {"b": "a", "c": "a"}
